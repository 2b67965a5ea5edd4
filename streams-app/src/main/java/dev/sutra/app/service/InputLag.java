package dev.sutra.app.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the stream is behind its input, asked of the broker twice a second: where the partitions
 * end, and what the stream has committed. The stream itself knows less: the end that it saw with
 * its last fetch, and nothing of what it committed before it was started again.
 *
 * <p>While the broker is away the lag stays as it was last known. Thread-safe.
 */
public final class InputLag implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputLag.class);
  private static final long REFRESH_MS = 500;

  private final Admin admin;
  private final String group;
  private final Map<TopicPartition, OffsetSpec> inputs = new HashMap<>();
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sutra-lag").daemon().factory());
  private volatile Map<Integer, Long> lags = Map.of();
  private volatile Map<TopicPartition, Long> committedOffsets = Map.of();

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
    var unused =
        refresher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_MS, TimeUnit.MILLISECONDS);
  }

  /** Input records known and not yet committed, by partition; empty before the first answer. */
  Map<Integer, Long> lags() {
    return lags;
  }

  /** The next offset of each input partition that the stream has not committed. */
  Map<TopicPartition, Long> committedOffsets() {
    return committedOffsets;
  }

  @Override
  public void close() {
    refresher.shutdownNow();
    admin.close();
  }

  private void refresh() {
    try {
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
      lags = behind(next, last);
      committedOffsets = Map.copyOf(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      // Thrown on, it would end the refreshing.
      LOG.debug("the lag cannot be asked", e);
    }
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
}
