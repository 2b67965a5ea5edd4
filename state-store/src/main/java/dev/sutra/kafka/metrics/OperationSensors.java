package dev.sutra.kafka.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.metrics.stats.WindowedCount;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Rate and latency of each {@link Operation}, as Kafka Streams reports them for its own stores:
 * group {@code stream-state-metrics}, recording level {@code DEBUG}, latencies in nanoseconds, tags
 * {@code thread-id}, {@code task-id} and {@code concept-state-id}. Thread-safe.
 */
final class OperationSensors {
  private static final String GROUP = "stream-state-metrics";

  private final StreamsMetrics metrics;
  private final Map<Operation, Sensor> sensors = new EnumMap<>(Operation.class);

  /** Registers the sensors; the calling thread is the one that the tag names. */
  OperationSensors(StreamsMetrics metrics, String task, String store) {
    this.metrics = metrics;
    Map<String, String> tags =
        Map.of(
            "thread-id", Thread.currentThread().getName(),
            "task-id", task,
            "concept-state-id", store);
    for (Operation operation : Operation.values()) {
      String title = operation.title();
      Sensor sensor =
          metrics.addSensor(
              "sutra." + task + "." + store + ".operation." + title, RecordingLevel.DEBUG);
      sensor.add(
          new MetricName(title + "-rate", GROUP, "calls of " + title + " a second", tags),
          new Rate(TimeUnit.SECONDS, new WindowedCount()));
      sensor.add(
          new MetricName(title + "-latency-avg", GROUP, "average time of " + title + ", ns", tags),
          new Avg());
      sensor.add(
          new MetricName(title + "-latency-max", GROUP, "longest time of " + title + ", ns", tags),
          new Max());
      sensors.put(operation, sensor);
    }
  }

  /** The start of an operation, for {@link #ended}; 0 if it is not recorded. */
  long started(Operation operation) {
    return sensor(operation).shouldRecord() ? System.nanoTime() : 0;
  }

  /** Records an operation that has succeeded, unless it is not recorded. */
  void ended(Operation operation, long started) {
    if (started != 0) {
      sensor(operation).record((double) (System.nanoTime() - started));
    }
  }

  void close() {
    sensors.values().forEach(metrics::removeSensor);
  }

  private Sensor sensor(Operation operation) {
    return Objects.requireNonNull(sensors.get(operation));
  }
}
