package dev.sutra.app.service;

import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ServiceException;
import dev.sutra.kafka.ConceptQuery;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Reports why queries cannot be answered. Thread-safe. */
final class Readiness {
  private final Supplier<KafkaStreams.State> stream;
  private final InstanceState instance;
  private final StoreQueries queries;

  Readiness(Supplier<KafkaStreams.State> stream, InstanceState instance, StoreQueries queries) {
    this.stream = stream;
    this.instance = instance;
    this.queries = queries;
  }

  /** The reason in one sentence; null: ready. */
  @Nullable String hindrance() {
    String known = instance.failure() == null ? instance.hindrance() : instance.failure();
    if (known != null) {
      return known;
    }
    try {
      List<Integer> inactive = queries.inactive();
      if (!inactive.isEmpty()) {
        return "the stream is " + stream.get() + "; " + describe(inactive);
      }
      queries.askAll(new ConceptQuery.StoreStats(), ReadOptions.DEFAULT);
      return null;
    } catch (ServiceException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String describe(List<Integer> inactive) {
    Map<Integer, Long> left = instance.storeLags().orElse(Map.of());
    StringBuilder text = new StringBuilder("not active and restored in this instance:");
    String separator = " ";
    for (int partition : inactive) {
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
