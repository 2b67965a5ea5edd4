package dev.sutra.app.service;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the partitions said to one question.
 *
 * @param results by partition
 * @param coverage which partitions said it
 */
record PartitionAnswers<R>(Map<Integer, R> results, Coverage coverage) {
  PartitionAnswers {
    results = new TreeMap<>(results);
  }

  Collection<R> values() {
    return results.values();
  }
}
