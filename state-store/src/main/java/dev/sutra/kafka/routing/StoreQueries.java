package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.task.KeyPartitioner;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Queries the partitions of the store, and waits for those that have not reached the position that
 * the caller requires. A partition answers from its active, restored copy, unless the caller
 * accepts any copy. Thread-safe.
 */
final class StoreQueries {
  private final PartitionSource source;
  private final IntSupplier partitions;

  /**
   * Creates the queries of a store.
   *
   * @param partitions the number of partitions; 0 while unknown
   */
  StoreQueries(PartitionSource source, IntSupplier partitions) {
    this.source = source;
    this.partitions = partitions;
  }

  /**
   * The partition of a concept. Kafka Streams' metadata is not used: during a rebalance it counts
   * only assigned partitions and returns a wrong one.
   */
  int partitionOf(String id) {
    return KeyPartitioner.partition(id.getBytes(UTF_8), knownPartitions());
  }

  /** Queries all partitions. */
  <R> PartitionAnswers<R> askAll(ConceptQuery<R> query, QueryOptions options) {
    Set<Integer> all = IntStream.range(0, knownPartitions()).boxed().collect(Collectors.toSet());
    return ask(query, all, options);
  }

  /**
   * Queries some partitions.
   *
   * @throws PartitionsUnavailableException if a partition cannot answer and the options do not
   *     allow partial results, or if no partition can
   * @throws QueryTimeoutException if the timeout expires before the required position is reached
   */
  <R> PartitionAnswers<R> ask(ConceptQuery<R> query, Set<Integer> asked, QueryOptions options) {
    PartitionAnswers<R> answers = attempt(query, asked, options);
    Set<Integer> failed = answers.coverage().failed();
    boolean enough = options.allowPartial() && !answers.results().isEmpty();
    if (!failed.isEmpty() && !enough) {
      throw new PartitionsUnavailableException(
          "partitions " + new TreeSet<>(failed) + " are unavailable");
    }
    return answers;
  }

  /** As {@link #ask}, but any partitions may be missing in the result, even all. */
  <R> PartitionAnswers<R> askWhoCan(
      ConceptQuery<R> query, Set<Integer> asked, QueryOptions options) {
    return attempt(query, asked, options.partial());
  }

  private <R> PartitionAnswers<R> attempt(
      ConceptQuery<R> query, Set<Integer> asked, QueryOptions options) {
    long start = System.nanoTime();
    Backoff backoff = new Backoff(start + options.timeout().toNanos());
    PendingQuery<R> pending = new PendingQuery<>(asked, options);
    boolean again = false;
    while (true) {
      Set<Integer> open = pending.open();
      Map<Integer, PartitionAnswer<R>> answers = source.query(query, open, options.since(start));
      open.forEach(partition -> pending.take(partition, answers.get(partition)));
      boolean late = System.nanoTime() - start >= options.timeout().toNanos();
      // An instance that is asked again at the last moment has no time to say that it is behind.
      boolean out = again && late && pending.hasFailed();
      if (pending.isOver() && !out) {
        return pending.answers();
      }
      if (out || !backoff.pause()) {
        throw new QueryTimeoutException("min_position is not visible yet");
      }
      again = true;
    }
  }

  private int knownPartitions() {
    int count = partitions.getAsInt();
    if (count == 0) {
      throw new PartitionsUnavailableException("the store is starting");
    }
    return count;
  }
}
