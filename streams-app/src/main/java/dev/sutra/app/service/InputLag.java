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
 * The lag of the stream behind its input, from the end offsets and the committed offsets, which are
 * fetched from the broker twice a second. Kafka Streams itself knows only the end offsets of its
 * last fetch, and nothing of commits before its restart.
 *
 * <p>While the broker is unavailable, the last known lag is kept for five seconds. Thread-safe.
 */
public final class InputLag implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final Admin admin;
  private final String group;
  private final Map<TopicPartition, OffsetSpec> inputs = new HashMap<>();
  private final Refreshed<Progress> progress;

  /**
   * Starts the polling.
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

  /** Input records not committed yet, by partition; empty: unknown. */
  Optional<Map<Integer, Long>> lags() {
    return progress.value().map(Progress::lags);
  }

  /** Input records that the stream has committed, as last known; 0 before the first answer. */
  long committedRecords() {
    return progress.lastKnown().map(Progress::committedRecords).orElse(0L);
  }

  @Override
  public void close() {
    progress.close();
    admin.close(CLOSE_TIMEOUT);
  }

  private Progress fetch() throws ExecutionException, InterruptedException {
    // Committed offsets first: in the other order, the stream could seem ahead of its input.
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
   * Records that are not committed, by the number of the partition: partitions with the same number
   * belong to one task, and are summed. A recreated input never has a lag.
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
