package dev.sutra.kafka.streams;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the events of a task that a store could not be asked about; logs the first one. */
final class InvalidEvents {
  private static final Logger LOG = LoggerFactory.getLogger(InvalidEvents.class);
  private static final String GROUP = "sutra-stream-metrics";

  private final ProcessingContext context;
  private final String store;
  private final Sensor sensor;
  private boolean logged;

  InvalidEvents(ProcessingContext context, String store) {
    this.context = context;
    this.store = store;
    String task = context.taskId().toString();
    // All operators of a task over this store share it.
    sensor =
        context
            .metrics()
            .addSensor("sutra." + task + "." + store + ".invalid-events", RecordingLevel.INFO);
    sensor.add(
        new MetricName(
            "invalid-events-total",
            GROUP,
            "events without an answer because their query was invalid",
            Map.of("task-id", task, "store", store)),
        new CumulativeCount());
  }

  void count(IllegalArgumentException cause) {
    sensor.record();
    if (!logged) {
      logged = true;
      LOG.warn(
          "Task {}: an event cannot be compared with the store {}: {}. More of them are only"
              + " counted, as invalid-events-total.",
          context.taskId(),
          store,
          cause.getMessage());
    }
  }

  void close() {
    context.metrics().removeSensor(sensor);
  }
}
