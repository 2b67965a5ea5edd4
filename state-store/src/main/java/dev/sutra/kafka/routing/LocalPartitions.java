package dev.sutra.kafka.routing;

import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.StoreCopies;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/**
 * The copies in this instance. A copy was the active one if its term is the same before and after
 * the query. Thread-safe.
 */
final class LocalPartitions implements PartitionSource {
  private final StoreCopies store;
  private final IntToLongFunction terms;

  /**
   * Creates it.
   *
   * @param terms of the partitions, from {@link ActivePartitions#term}
   */
  LocalPartitions(StoreCopies store, IntToLongFunction terms) {
    this.store = store;
    this.terms = terms;
  }

  boolean isActive(int partition) {
    return terms.applyAsLong(partition) != ActivePartitions.NONE;
  }

  @Override
  public <R> Map<Integer, PartitionAnswer<R>> query(
      ConceptQuery<R> query, Set<Integer> partitions, QueryOptions options) {
    Map<Integer, Long> before = new HashMap<>();
    partitions.forEach(partition -> before.put(partition, terms.applyAsLong(partition)));
    Query<R> asked = options.committed() ? query.committed() : query;
    Map<Integer, QueryResult<R>> results = store.query(asked, partitions, options.minPosition());
    Map<Integer, PartitionAnswer<R>> answers = new HashMap<>();
    before.forEach(
        (partition, term) -> {
          QueryResult<R> result = results.get(partition);
          if (result != null) {
            boolean active = term != ActivePartitions.NONE && term == terms.applyAsLong(partition);
            answers.put(partition, new PartitionAnswer<>(result, active));
          }
        });
    return answers;
  }
}
