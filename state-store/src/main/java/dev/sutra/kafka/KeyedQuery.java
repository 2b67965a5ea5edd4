package dev.sutra.kafka;

import dev.sutra.engine.Snapshot;
import dev.sutra.record.Limits;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.ResultOrder;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's {@link KeyQuery} or {@link RangeQuery} on the ids of concepts. Kafka's metering store,
 * which would take the keys for those of rows, hands on a query of this type as it is.
 *
 * @param query one of the two
 */
record KeyedQuery<R>(Query<R> query) implements Query<R> {
  /** The same query, or this one in its place. */
  static <R> Query<R> of(Query<R> query) {
    boolean keyed = query instanceof KeyQuery<?, ?> || query instanceof RangeQuery<?, ?>;
    return keyed ? new KeyedQuery<>(query) : query;
  }

  /**
   * Runs the query on the current state.
   *
   * @return a concept or null; an iterator over concepts
   * @throws IllegalArgumentException if a key is no id, or the order is not supported
   */
  // The types of Kafka's queries say what the caller expects, and nothing can check that.
  @SuppressWarnings("unchecked")
  @Nullable R answer(TaskEngine engine) {
    if (query instanceof KeyQuery<?, ?> key) {
      String id = checkedId(key.getKey());
      try (Snapshot snapshot = engine.snapshot()) {
        return (R) engine.metered(snapshot).concept(id);
      }
    }
    RangeQuery<?, ?> range = (RangeQuery<?, ?>) query;
    if (range.resultOrder() == ResultOrder.DESCENDING) {
      throw new IllegalArgumentException("ids are read in ascending order only");
    }
    String from = range.getLowerBound().map(KeyedQuery::checkedId).orElse(null);
    String to = range.getUpperBound().map(KeyedQuery::checkedId).orElse(null);
    return (R) ConceptIterator.range(engine, from, to);
  }

  private static String checkedId(Object key) {
    if (!(key instanceof String id)) {
      throw new IllegalArgumentException(
          "a key is the id of a concept, a String; not a " + key.getClass().getName());
    }
    Limits.checkId("id", id);
    return id;
  }
}
