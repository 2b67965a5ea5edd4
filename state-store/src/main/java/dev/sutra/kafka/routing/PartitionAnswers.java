package dev.sutra.kafka.routing;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of the partitions for one query.
 *
 * @param results by partition
 * @param coverage which partitions answered
 */
record PartitionAnswers<R>(Map<Integer, R> results, Coverage coverage) {
  PartitionAnswers {
    results = new TreeMap<>(results);
  }

  /** A merged result of these partitions. */
  <T> Found<T> found(T value) {
    return new Found<>(value, coverage);
  }

  Collection<R> values() {
    return results.values();
  }
}
