package dev.sutra.app.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;

/**
 * The lag of the local copies of the store behind their changelogs, polled twice a second: 0 for a
 * restored active copy. Thread-safe.
 */
public final class StoreLag implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final Refreshed<Map<Integer, Long>> lags;

  /** Starts the polling. */
  public StoreLag(KafkaStreams streams, String store) {
    this.lags =
        new Refreshed<>(
            "sutra-store-lag",
            PERIOD,
            () -> offsetLags(streams.allLocalStorePartitionLags().getOrDefault(store, Map.of())));
  }

  /** Changelog records to read, by partition; empty: unknown. */
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
