package dev.sutra.kafka.streams;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Concept;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.kstream.KStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators of the DSL over a concept store: each event is compared with the store as it is when
 * the event is processed, in the same task, and under exactly-once in the same transaction.
 *
 * <p>Over a store of the topology ({@link #over}), an event meets the concepts of its own
 * partition. Over a global store ({@link #overGlobal}), it meets the whole topic, as far as this
 * instance has read it.
 *
 * <p>No event stops the stream. One with a null value is dropped, as in Kafka's own joins. One that
 * gives no query (null) goes on with an empty answer. So does one whose query is invalid, such as a
 * vector of another length; it is counted in {@code invalid-events-total} of the group {@code
 * sutra-stream-metrics}, and the first of a task is logged with its reason. Other exceptions of the
 * given functions are rethrown.
 *
 * <p>Immutable. The given functions are called by all stream threads.
 */
public final class ConceptStreams {
  private final String store;
  private final boolean global;

  private ConceptStreams(String store, boolean global) {
    this.store = store;
    this.global = global;
  }

  /** Operators over a store that was added by {@code addStateStore}. */
  public static ConceptStreams over(String store) {
    return new ConceptStreams(store, false);
  }

  /** Operators over a store that was added by {@code addGlobalStore}. */
  public static ConceptStreams overGlobal(String store) {
    return new ConceptStreams(store, true);
  }

  /**
   * Joins each event with its nearest concepts.
   *
   * @param k at most this many, 1 to 1000
   * @param vectorOf the vector of an event, or null
   * @param joiner gets the event and the concepts, best first
   */
  public <K, V, R> KStream<K, R> similarityJoin(
      KStream<K, V> stream,
      int k,
      Function<V, float @Nullable []> vectorOf,
      BiFunction<V, List<Hit>, R> joiner) {
    SimilarQuery.checkOptions(k, Float.NEGATIVE_INFINITY, SimilarQuery.TARGET_RECALL_DEFAULT);
    return similarityJoin(
        stream,
        event -> {
          float[] vector = vectorOf.apply(event);
          return vector == null
              ? null
              : new SimilarQuery(vector, k, Float.NEGATIVE_INFINITY, false, null);
        },
        joiner);
  }

  /**
   * Joins each event with the concepts that a query finds: with a minimum score, a filter, a target
   * recall, or exactly.
   *
   * @param queryOf the query of an event, or null
   * @param joiner gets the event and the concepts, best first
   */
  public <K, V, R> KStream<K, R> similarityJoin(
      KStream<K, V> stream,
      Function<V, @Nullable SimilarQuery> queryOf,
      BiFunction<V, List<Hit>, R> joiner) {
    return stream.processValues(
        () ->
            new JoinProcessor<K, V, SimilarQuery, Hit, R>(
                store, queryOf, (reader, query) -> reader.similar(query).items(), joiner),
        connected());
  }

  /**
   * Joins each event with the associations of a concept.
   *
   * @param queryOf the query of an event, which gives concept, direction, type and limit, or null
   * @param joiner gets the event and the first page of the associations
   */
  public <K, V, R> KStream<K, R> neighborsJoin(
      KStream<K, V> stream,
      Function<V, @Nullable NeighborQuery> queryOf,
      BiFunction<V, List<Neighbor>, R> joiner) {
    return stream.processValues(
        () ->
            new JoinProcessor<K, V, NeighborQuery, Neighbor, R>(
                store, queryOf, (reader, query) -> reader.neighbors(query).items(), joiner),
        connected());
  }

  /**
   * Drops each event whose concept resembles a stored one, and stores the concepts of all others;
   * see {@link #markDuplicates}.
   */
  public <K, V> KStream<K, V> deduplicate(
      KStream<K, V> stream, float threshold, BiFunction<K, V, @Nullable Concept> conceptOf) {
    return processDuplicates(
        stream,
        new Deduplication<>(threshold, conceptOf, UnaryOperator.identity()),
        (event, original) -> original == null ? event : null);
  }

  /**
   * Tells of each event whether its concept resembles a stored one, and stores it if not.
   *
   * <p>A concept resembles another one if their similarity is at least the threshold. A concept
   * does not resemble the stored one of its own id: it replaces that. So an event that is processed
   * again, as at-least-once allows, passes again. Only the partition of the event is searched;
   * events that may resemble each other have to be in one partition. An event without a concept, or
   * with one that has no vector or does not fit the store, passes and is not stored.
   *
   * <p>Under at-least-once, an event that passed is stored, but its output may be repeated. Under
   * exactly-once, both happen once.
   *
   * @param threshold least score of a duplicate
   * @param conceptOf the concept of an event, from key and value, or null
   * @param tuning changes the search, which finds 98 % of the nearest by default: {@code query ->
   *     query.withTargetRecall(1)}
   * @param joiner gets the event and the stored concept that it resembles, or null; if it returns
   *     null, the event is dropped
   * @throws IllegalArgumentException if the threshold is not a number
   * @throws UnsupportedOperationException over a global store: only its own topic writes to it
   */
  public <K, V, R> KStream<K, R> markDuplicates(
      KStream<K, V> stream,
      float threshold,
      BiFunction<K, V, @Nullable Concept> conceptOf,
      UnaryOperator<SimilarQuery> tuning,
      BiFunction<V, @Nullable Hit, @Nullable R> joiner) {
    return processDuplicates(stream, new Deduplication<>(threshold, conceptOf, tuning), joiner);
  }

  private <K, V, R> KStream<K, R> processDuplicates(
      KStream<K, V> stream,
      Deduplication<K, V> deduplication,
      BiFunction<V, @Nullable Hit, @Nullable R> joiner) {
    if (global) {
      throw new UnsupportedOperationException(
          "store " + store + " is global: a stream cannot store its events there");
    }
    return stream.processValues(
        () -> new DuplicateProcessor<>(store, deduplication, joiner), store);
  }

  /** The stores to connect with a processor: every processor has access to global ones. */
  private String[] connected() {
    return global ? new String[0] : new String[] {store};
  }
}
