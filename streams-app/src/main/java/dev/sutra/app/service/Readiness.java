package dev.sutra.app.service;

import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.PartitionsUnavailableException;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.kafka.routing.QueryTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Reports why this instance cannot answer queries, by itself or through other instances.
 * Thread-safe.
 */
final class Readiness {
  private static final QueryOptions PROBE = QueryOptions.DEFAULT.withTimeout(Duration.ofSeconds(2));

  private final Supplier<KafkaStreams.State> stream;
  private final InstanceState instance;
  private final InstanceGroup group;

  Readiness(Supplier<KafkaStreams.State> stream, InstanceState instance, InstanceGroup group) {
    this.stream = stream;
    this.instance = instance;
    this.group = group;
  }

  /** The reason in one sentence; null: ready. */
  @Nullable String hindrance() {
    String known = instance.failure() == null ? instance.hindrance() : instance.failure();
    if (known != null) {
      return known;
    }
    List<Integer> missing = group.withoutHolder();
    if (!missing.isEmpty()) {
      return "the stream is " + stream.get() + "; " + describe(missing);
    }
    try {
      group.queries().stats(PROBE);
      return null;
    } catch (PartitionsUnavailableException | QueryTimeoutException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String describe(List<Integer> missing) {
    Map<Integer, Long> left = instance.storeLags().orElse(Map.of());
    StringBuilder text = new StringBuilder("not active and restored in this instance");
    text.append(group.hasAddress() ? " or in another:" : ", and it has no http.advertised:");
    String separator = " ";
    for (int partition : missing) {
      text.append(separator).append("partition ").append(partition);
      Long records = left.get(partition);
      if (records != null) {
        text.append(" (").append(records).append(" changelog records left)");
      }
      separator = ", ";
    }
    return text.toString();
  }
}
