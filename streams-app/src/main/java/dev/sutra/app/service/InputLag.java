package dev.sutra.app.service;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the stream is behind its input, asked of the broker twice a second: where the partitions
 * end, and what the stream has committed. The stream itself knows less: the end that it saw with
 * its last fetch, and nothing of what it committed before it was started again.
 *
 * <p>While the broker is away the lag stays as it was last known for five seconds. Thread-safe.
 */
public final class InputLag implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final Admin admin;
  private final String group;
  private final Map<TopicPartition, OffsetSpec> inputs = new HashMap<>();
  private final Refreshed<Progress> progress;

  /**
   * Begins to ask.
   *
   * @param client settings of an admin client
   * @param group the consumer group of the stream
   * @param inputs the stream's input partitions
   */
  public InputLag(Map<String, Object> client, String group, Collection<TopicPartition> inputs) {
    this.admin = Admin.create(client);
    this.group = group;
    inputs.forEach(partition -> this.inputs.put(partition, OffsetSpec.latest()));
    this.progress = new Refreshed<>("sutra-lag", PERIOD, this::fetch);
  }

  /** Input records that are there and not committed, by partition; empty: not known. */
  Optional<Map<Integer, Long>> lags() {
    return progress.value().map(Progress::lags);
  }

  /** Input records that the stream has committed, as it was last known; 0 before that. */
  long committedRecords() {
    return progress.lastKnown().map(Progress::committedRecords).orElse(0L);
  }

  @Override
  public void close() {
    progress.close();
    admin.close();
  }

  private Progress fetch() throws ExecutionException, InterruptedException {
    // Committed first: asked the other way round, the stream could seem ahead of its input.
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends =
        admin
            .listOffsets(inputs, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get();
    Map<TopicPartition, Long> next = new HashMap<>();
    Map<TopicPartition, Long> last = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata done = committed.get(partition);
          next.put(partition, done == null ? 0 : done.offset());
          last.put(partition, end.offset());
        });
    return new Progress(
        behind(next, last), next.values().stream().mapToLong(Long::longValue).sum());
  }

  /**
   * Records that are not committed, by the number of the partition: topics of one partition number
   * belong to one task, and count together. An input that was made anew is never behind.
   *
   * @param next the next offset to commit of each input
   * @param ends where each of them ends
   */
  static Map<Integer, Long> behind(Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
    Map<Integer, Long> found = new TreeMap<>();
    ends.forEach(
        (input, end) -> {
          long behind = Math.max(0, end - next.getOrDefault(input, 0L));
          found.merge(input.partition(), behind, Long::sum);
        });
    return Map.copyOf(found);
  }

  private record Progress(Map<Integer, Long> lags, long committedRecords) {}
}
