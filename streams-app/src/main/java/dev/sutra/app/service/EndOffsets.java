package dev.sutra.app.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the ends of the input partitions are, asked of the broker now and then: a consumer knows
 * only the end that it saw with its last fetch, which may be long ago when there is much to do.
 * While the broker is away the ends stay as they were last known. Thread-safe.
 */
public final class EndOffsets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndOffsets.class);
  private static final long REFRESH_MS = 500;

  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sutra-end-offsets").daemon().factory());
  private volatile Map<TopicPartition, Long> ends = Map.of();

  /** Begins to ask. The client is closed with this. */
  public EndOffsets(Map<String, Object> client, Collection<TopicPartition> partitions) {
    this.admin = Admin.create(client);
    partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    var unused =
        refresher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_MS, TimeUnit.MILLISECONDS);
  }

  /** The ends that were last heard of; a partition not heard of yet is missing. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  @Override
  public void close() {
    refresher.shutdownNow();
    admin.close();
  }

  private void refresh() {
    try {
      Map<TopicPartition, Long> found = new HashMap<>();
      for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end :
          admin
              .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .all()
              .get()
              .entrySet()) {
        found.put(end.getKey(), end.getValue().offset());
      }
      ends = Map.copyOf(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      // Thrown on, it would end the refreshing.
      LOG.debug("the ends of the input partitions cannot be asked", e);
    }
  }
}
