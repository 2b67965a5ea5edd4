package dev.sutra.app.service;

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

  Collection<R> values() {
    return results.values();
  }
}
