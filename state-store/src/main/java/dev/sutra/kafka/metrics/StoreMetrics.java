package dev.sutra.kafka.metrics;

import dev.sutra.engine.ConceptReader;
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
 * vectors}, {@code segments}, {@code disk-bytes}, {@code memory-bytes}, {@code log-bytes} and the
 * costs of maintenance and similarity. Gauges read within a second show the same moment. The rates
 * and latencies of its operations are beside those of Kafka's own stores: see {@link
 * OperationSensors}. Thread-safe.
 */
public final class StoreMetrics {
  private static final String GROUP = "sutra-store-metrics";

  private final StreamsMetrics metrics;
  private final String prefix;
  private final Map<String, String> tags;
  private final List<Sensor> sensors = new ArrayList<>();
  private final Sensor writes;
  private final Sensor restored;
  private final OperationSensors operations;

  /** Registers the metrics of an open store; the calling thread is the one that tags name. */
  public StoreMetrics(StreamsMetrics metrics, String task, String store, StorageEngine engine) {
    this.metrics = metrics;
    // Sensors are shared by name in the whole application.
    this.prefix = "sutra." + task + "." + store + ".";
    this.tags = Map.of("task-id", task, "store", store);
    ScrapedStats stats = new ScrapedStats(engine::stats);
    writes = sensor("rows-written");
    writes.add(name("rows-written-rate", "rows written a second"), new Rate());
    writes.add(
        name("rows-written-total", "rows written since the store opened"), new CumulativeSum());
    restored = sensor("rows-restored");
    restored.add(name("rows-restored-rate", "rows restored a second"), new Rate());
    restored.add(
        name("rows-restored-total", "rows restored since the store opened"), new CumulativeSum());
    operations = new OperationSensors(metrics, task, store);
    contents(stats);
    maintenance(stats);
    gauge(
        stats,
        "similarity-recall",
        "share of the true nearest that approximate answers had, by a sample found again exactly",
        now -> now.similarity().recall());
    gauge(
        stats,
        "vector-resident-bytes",
        "bytes of codes and codebooks in memory",
        now -> now.similarity().residentBytes());
    gauge(
        stats,
        "vectors-coded",
        "vectors in segments that are searched by their codes",
        now -> now.similarity().coded());
  }

  private void contents(ScrapedStats stats) {
    gauge(stats, "concepts", "concepts in the store", EngineStats::concepts);
    gauge(stats, "associations", "associations kept with their source", EngineStats::associations);
    gauge(stats, "vectors", "concepts with a vector", EngineStats::vectors);
    gauge(
        stats,
        "texts-pending",
        "concepts whose text is not indexed yet",
        EngineStats::pendingTexts);
    gauge(stats, "segments", "segment files", EngineStats::segments);
    gauge(stats, "disk-bytes", "bytes of segment and log files", EngineStats::diskBytes);
    gauge(stats, "memory-bytes", "heap bytes of memtables", EngineStats::memoryBytes);
  }

  private void maintenance(ScrapedStats stats) {
    gauge(
        stats,
        "log-bytes",
        "bytes of the log that a start after a kill reads again",
        now -> now.maintenance().logBytes());
    gauge(
        stats,
        "write-amplification",
        "bytes of segments written for each byte of rows",
        now -> now.maintenance().writeAmplification());
    gauge(
        stats,
        "space-amplification",
        "bytes of segments for each one that is not garbage",
        now -> now.maintenance().spaceAmplification());
    gauge(stats, "flushes-total", "completed flushes", now -> now.maintenance().flushes());
    gauge(
        stats,
        "compactions-total",
        "completed compactions",
        now -> now.maintenance().compactions());
    gauge(
        stats,
        "maintenance-failures-total",
        "failed attempts of flushes and compactions",
        now -> now.maintenance().failures());
    gauge(
        stats,
        "write-stalls-total",
        "times that a writer waited for background work",
        now -> now.maintenance().stalls());
    gauge(
        stats,
        "compactions-running",
        "compactions under way",
        now -> now.maintenance().compactionsRunning());
    gauge(
        stats,
        "write-stall-ms",
        "time for which writers waited for background work or were slowed down",
        now -> (now.maintenance().stallNanos() + now.maintenance().delayNanos()) / 1e6);
  }

  public void recordWrites(int rows) {
    writes.record(rows);
  }

  public void recordRestored(int rows) {
    restored.record(rows);
  }

  /**
   * The start of an operation, for {@link #ended}.
   *
   * @return 0 if the operation is not recorded
   */
  public long started(Operation operation) {
    return operations.started(operation);
  }

  /** Records an operation that has succeeded, unless it is not recorded. */
  public void ended(Operation operation, long started) {
    operations.ended(operation, started);
  }

  /** The same reader, whose answers are recorded. */
  public ConceptReader metered(ConceptReader reader) {
    return new MeteredReader(reader, operations);
  }

  /** Removes the metrics. */
  public void close() {
    operations.close();
    sensors.forEach(metrics::removeSensor);
    sensors.clear();
  }

  private void gauge(
      ScrapedStats stats, String name, String help, ToDoubleFunction<EngineStats> value) {
    sensor(name).add(name(name, help), new Gauge(stats, value));
  }

  private Sensor sensor(String name) {
    Sensor sensor = metrics.addSensor(prefix + name, RecordingLevel.INFO);
    sensors.add(sensor);
    return sensor;
  }

  private MetricName name(String name, String help) {
    return new MetricName(name, GROUP, help, tags);
  }

  /** Computes the value when a reporter reads it: sensors have no plain gauge. */
  private record Gauge(ScrapedStats stats, ToDoubleFunction<EngineStats> value)
      implements MeasurableStat {
    @Override
    public double measure(MetricConfig config, long now) {
      try {
        return value.applyAsDouble(stats.at(now));
      } catch (IllegalStateException e) {
        // The store was closed after the reporter had listed the metric.
        return Double.NaN;
      }
    }

    @Override
    public void record(MetricConfig config, double recorded, long timeMs) {}
  }
}
