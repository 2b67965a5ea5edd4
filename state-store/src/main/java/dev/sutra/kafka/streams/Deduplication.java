package dev.sutra.kafka.streams;

import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Concept;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What makes an event a duplicate.
 *
 * @param threshold least score of a duplicate
 * @param conceptOf the concept of an event, or null
 * @param tuning changes the search for it
 */
record Deduplication<K, V>(
    float threshold,
    BiFunction<K, V, @Nullable Concept> conceptOf,
    UnaryOperator<SimilarQuery> tuning) {
  Deduplication {
    if (Float.isNaN(threshold)) {
      throw new IllegalArgumentException("the threshold is not a number");
    }
  }
}
