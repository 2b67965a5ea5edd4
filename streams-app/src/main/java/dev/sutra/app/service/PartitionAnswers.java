package dev.sutra.app.service;

import dev.sutra.app.rest.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.query.Position;

/**
 * What the partitions said to one question.
 *
 * @param results by partition
 * @param failed numbers of the partitions that did not answer, ascending
 * @param position what the answers saw
 */
record PartitionAnswers<R>(Map<Integer, R> results, List<Integer> failed, Position position) {
  PartitionAnswers {
    results = new TreeMap<>(results);
    failed = List.copyOf(failed);
  }

  Collection<R> values() {
    return results.values();
  }

  Answer.Partitions partitions() {
    return new Answer.Partitions(results.size() + failed.size(), results.size(), failed);
  }

  /** The failures of two questions that make one answer. */
  Answer.Partitions partitionsWith(PartitionAnswers<?> other) {
    TreeMap<Integer, Boolean> answered = new TreeMap<>();
    results.keySet().forEach(partition -> answered.put(partition, true));
    other.results.keySet().forEach(partition -> answered.put(partition, true));
    failed.forEach(partition -> answered.put(partition, false));
    other.failed.forEach(partition -> answered.put(partition, false));
    List<Integer> missing = new ArrayList<>();
    answered.forEach(
        (partition, ok) -> {
          if (!ok) {
            missing.add(partition);
          }
        });
    return new Answer.Partitions(answered.size(), answered.size() - missing.size(), missing);
  }
}
