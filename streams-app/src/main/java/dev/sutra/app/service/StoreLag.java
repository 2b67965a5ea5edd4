package dev.sutra.app.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;

/**
 * How far the copies of the store that are here are behind their changelogs, asked twice a second:
 * 0 for an active one that is restored. Thread-safe.
 */
public final class StoreLag implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final Refreshed<Map<Integer, Long>> lags;

  /** Begins to ask. */
  public StoreLag(KafkaStreams streams, String store) {
    this.lags =
        new Refreshed<>(
            "sutra-store-lag",
            PERIOD,
            () -> offsetLags(streams.allLocalStorePartitionLags().getOrDefault(store, Map.of())));
  }

  /** Changelog records to read, by partition; empty: not known. */
  Optional<Map<Integer, Long>> lags() {
    return lags.value();
  }

  @Override
  public void close() {
    lags.close();
  }

  private static Map<Integer, Long> offsetLags(Map<Integer, LagInfo> infos) {
    Map<Integer, Long> found = new HashMap<>();
    infos.forEach((partition, info) -> found.put(partition, Math.max(0, info.offsetLag())));
    return Map.copyOf(found);
  }
}
