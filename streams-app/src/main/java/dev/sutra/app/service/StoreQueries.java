package dev.sutra.app.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.topology.ActivePartitions;
import dev.sutra.app.topology.KeyPartitioner;
import dev.sutra.kafka.ConceptQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;

/**
 * Queries the partitions of the store, and waits for those that have not reached the position that
 * the caller requires.
 *
 * <p>A partition answers from its active, restored copy, unless the caller accepts any copy. The
 * copy was the active one if its term is the same before and after the query. Thread-safe.
 */
final class StoreQueries {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private final PartitionedStore store;
  private final String topic;
  private final IntSupplier partitions;
  private final IntToLongFunction terms;

  /**
   * Creates the queries of a store.
   *
   * @param topic of the events
   * @param partitions the number of partitions; 0 while unknown
   * @param terms of the partitions, from {@link ActivePartitions#term}
   */
  StoreQueries(
      PartitionedStore store, String topic, IntSupplier partitions, IntToLongFunction terms) {
    this.store = store;
    this.topic = topic;
    this.partitions = partitions;
    this.terms = terms;
  }

  /**
   * The partition of a concept. Kafka Streams' metadata is not used: during a rebalance it counts
   * only assigned partitions and returns a wrong one.
   */
  int partitionOf(String id) {
    return KeyPartitioner.partition(id.getBytes(UTF_8), knownPartitions());
  }

  /** Queries all partitions. */
  <R> PartitionAnswers<R> askAll(ConceptQuery<R> query, ReadOptions options) {
    Set<Integer> all = new HashSet<>();
    for (int partition = 0; partition < knownPartitions(); partition++) {
      all.add(partition);
    }
    return ask(query, all, options);
  }

  /**
   * Queries some partitions.
   *
   * @throws ServiceException if a partition cannot answer and the options do not allow partial
   *     results, if no partition can, or if the timeout expires before the required position is
   *     reached
   */
  <R> PartitionAnswers<R> ask(ConceptQuery<R> query, Set<Integer> asked, ReadOptions options) {
    PartitionAnswers<R> answers = attempt(query, asked, options);
    Set<Integer> failed = answers.coverage().failed();
    boolean enough = options.allowPartial() && !answers.results().isEmpty();
    if (!failed.isEmpty() && !enough) {
      throw ServiceException.unavailable(
          "partitions " + new TreeSet<>(failed) + " are unavailable", RETRY_AFTER);
    }
    return answers;
  }

  /** As {@link #ask}, but any partitions may be missing in the result, even all. */
  <R> PartitionAnswers<R> askWhoCan(
      ConceptQuery<R> query, Set<Integer> asked, ReadOptions options) {
    return attempt(
        query,
        asked,
        new ReadOptions(options.minPosition(), options.consistency(), true, options.timeout()));
  }

  private <R> PartitionAnswers<R> attempt(
      ConceptQuery<R> query, Set<Integer> asked, ReadOptions options) {
    String token = options.minPosition();
    Position wanted =
        token == null
            ? Position.emptyPosition()
            : PositionToken.parse(token, topic, knownPartitions());
    long deadline = System.nanoTime() + options.timeout().toNanos();
    long pause = PAUSE_NANOS_MIN;
    PendingQuery<R> pending = new PendingQuery<>(asked, options);
    while (true) {
      round(pending, query, wanted);
      if (pending.isOver()) {
        return pending.answers();
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw ServiceException.timeout("min_position is not visible yet");
      }
      pause(Math.min(pause, left));
      pause = Math.min(PAUSE_NANOS_MAX, 2 * pause);
    }
  }

  private <R> void round(PendingQuery<R> pending, ConceptQuery<R> query, Position wanted) {
    Set<Integer> open = pending.open();
    Map<Integer, Long> before = new HashMap<>();
    open.forEach(partition -> before.put(partition, terms.applyAsLong(partition)));
    Map<Integer, QueryResult<R>> answers = store.query(query, open, wanted);
    before.forEach(
        (partition, term) ->
            pending.take(
                partition,
                answers.get(partition),
                term != ActivePartitions.NONE && term == terms.applyAsLong(partition)));
  }

  /** The partitions that are not active and restored in this instance, ascending. */
  List<Integer> inactive() {
    return IntStream.range(0, knownPartitions())
        .filter(partition -> terms.applyAsLong(partition) == ActivePartitions.NONE)
        .boxed()
        .toList();
  }

  private int knownPartitions() {
    int count = partitions.getAsInt();
    if (count == 0) {
      throw starting();
    }
    return count;
  }

  private static ServiceException starting() {
    return ServiceException.unavailable("the store is starting", RETRY_AFTER);
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.timeout("the request timed out");
    }
  }
}
