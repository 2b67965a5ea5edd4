package dev.sutra.kafka.task;

import dev.sutra.kafka.ConceptQuery;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;

/** The copies of the store in this instance, in any state. */
public interface StoreCopies {
  /**
   * Queries some partitions once.
   *
   * @param bound the position that a copy must have reached to answer
   * @return by partition; a partition that is not local fails or is missing
   */
  <R> Map<Integer, QueryResult<R>> query(
      ConceptQuery<R> query, Set<Integer> partitions, Position bound);
}
