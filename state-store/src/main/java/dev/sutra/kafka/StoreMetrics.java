package dev.sutra.kafka;

import dev.sutra.engine.EngineStats;
import dev.sutra.engine.StorageEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * The metrics of one store, group {@code sutra-store-metrics}, with the task and the store as tags:
 * {@code rows-written-rate} and {@code -total}, {@code concepts}, {@code associations}, {@code
 * vectors}, {@code segments}, {@code disk-bytes}, {@code memory-bytes}.
 */
final class StoreMetrics {
  private static final String GROUP = "sutra-store-metrics";

  private final StreamsMetrics metrics;
  private final String prefix;
  private final Map<String, String> tags;
  private final List<Sensor> sensors = new ArrayList<>();
  private final Sensor writes;

  StoreMetrics(StreamsMetrics metrics, String task, String store, StorageEngine engine) {
    this.metrics = metrics;
    // Sensors are shared by name in the whole application.
    this.prefix = "sutra." + task + "." + store + ".";
    this.tags = Map.of("task-id", task, "store", store);
    writes = sensor("rows-written");
    writes.add(name("rows-written-rate", "rows written a second"), new Rate());
    writes.add(
        name("rows-written-total", "rows written since the store opened"), new CumulativeSum());
    gauge(engine, "concepts", "concepts in the store", EngineStats::concepts);
    gauge(engine, "associations", "associations kept with their source", EngineStats::associations);
    gauge(engine, "vectors", "concepts with a vector", EngineStats::vectors);
    gauge(engine, "segments", "segment files", EngineStats::segments);
    gauge(engine, "disk-bytes", "bytes of segment and log files", EngineStats::diskBytes);
    gauge(engine, "memory-bytes", "heap bytes of memtables", EngineStats::memoryBytes);
    gauge(
        engine,
        "write-amplification",
        "bytes of segments written for each byte of rows",
        stats -> stats.maintenance().writeAmplification());
    gauge(
        engine,
        "space-amplification",
        "bytes of segments for each one that is not garbage",
        stats -> stats.maintenance().spaceAmplification());
    gauge(
        engine,
        "compactions-running",
        "compactions under way",
        stats -> stats.maintenance().compactionsRunning());
    gauge(
        engine,
        "write-stall-ms",
        "time for which writers waited for background work or were slowed down",
        stats -> (stats.maintenance().stallNanos() + stats.maintenance().delayNanos()) / 1e6);
    gauge(
        engine,
        "similarity-recall",
        "share of the true nearest that approximate answers had, by a sample found again exactly",
        stats -> stats.similarity().recall());
    gauge(
        engine,
        "vector-resident-bytes",
        "bytes of codes and codebooks in memory",
        stats -> stats.similarity().residentBytes());
    gauge(
        engine,
        "vectors-coded",
        "vectors in segments that are searched by their codes",
        stats -> stats.similarity().coded());
  }

  void recordWrites(int rows) {
    writes.record(rows);
  }

  void close() {
    sensors.forEach(metrics::removeSensor);
    sensors.clear();
  }

  private void gauge(
      StorageEngine engine, String name, String help, ToDoubleFunction<EngineStats> value) {
    sensor(name).add(name(name, help), new Gauge(engine, value));
  }

  private Sensor sensor(String name) {
    Sensor sensor = metrics.addSensor(prefix + name, RecordingLevel.INFO);
    sensors.add(sensor);
    return sensor;
  }

  private MetricName name(String name, String help) {
    return new MetricName(name, GROUP, help, tags);
  }

  /** Asks the engine when a reporter asks for the value: sensors offer no plain gauge. */
  private record Gauge(StorageEngine engine, ToDoubleFunction<EngineStats> value)
      implements MeasurableStat {
    @Override
    public double measure(MetricConfig config, long now) {
      try {
        return value.applyAsDouble(engine.stats());
      } catch (IllegalStateException e) {
        // The store was closed between the reporter's listing and its reading.
        return Double.NaN;
      }
    }

    @Override
    public void record(MetricConfig config, double recorded, long timeMs) {}
  }
}
