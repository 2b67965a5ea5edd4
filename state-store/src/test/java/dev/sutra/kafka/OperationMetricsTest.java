package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.ConceptQuery.GetConcept;
import dev.sutra.kafka.ConceptQuery.Timeline;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of Kafka's own stores know, under the names by which they know it. */
class OperationMetricsTest {
  private static final String GROUP = "stream-state-metrics";

  @TempDir Path directory;

  @Test
  void eachOperationIsCountedAndTimed() {
    try (StoreHarness harness = new StoreHarness(directory, 2, debug())) {
      Map<MetricName, ? extends Metric> metrics = harness.driver().metrics();
      // A store commits when it starts.
      assertEquals(Set.of("commit"), moved(metrics).keySet());

      Concept a = Concept.builder("a").text("a fox").vector(new float[] {1, 0}).build();
      harness.process(store -> store.put(a));
      assertEquals(Set.of("commit", "put"), moved(metrics).keySet());
      harness.process(store -> store.update("b", old -> Concept.builder("b").build()));
      harness.process(store -> store.associate(Association.of("a", "CAUSAL", "b", 1, 1)));
      harness.process(store -> store.dissociate("a", "CAUSAL", "b"));
      harness.process(store -> store.delete("b", (association, half) -> {}));
      assertEquals(
          Set.of("commit", "put", "associate", "dissociate", "delete"), moved(metrics).keySet());

      ConceptStore store = harness.store();
      store.get("a");
      store.range("a", "b").close();
      store.all().close();
      store.prefixScan("a").close();
      store.neighbors(new NeighborQuery("a", Direction.OUT, null, 5, null));
      store.search(new TextSearch("fox", 5, null));
      store.similar(new SimilarQuery(new float[] {1, 1}, 5, -1, true, null));
      store.timeline(new TimelineQuery(0, 10, false, 5, null));
      store.edges(new EdgesQuery(List.of("a"), EdgeSelection.OUT, 5));
      store.traverse(new TraversalQuery("a", EdgeSelection.OUT, 0, 2, 5, 10));
      store.paths(new PathsQuery("a", "b", EdgeSelection.OUT, 0, 2, 1, PathsQuery.By.LENGTH, 10));
      store.expand(
          new ExpandQuery(
              List.of(new ExpandQuery.Seed("a", 1)), EdgeSelection.OUT, 0, 0.5, 2, 5, 10));
      store.commit(Map.of());
      Map<String, Double> moved = moved(metrics);
      assertEquals(
          Set.of(
              "put",
              "associate",
              "dissociate",
              "delete",
              "get",
              "range",
              "all",
              "prefix-scan",
              "neighbors",
              "edges",
              "traverse",
              "paths",
              "expand",
              "search",
              "similar",
              "timeline",
              "commit"),
          moved.keySet());
      moved.values().forEach(nanos -> assertTrue(nanos > 0, moved::toString));
    }
  }

  @Test
  void queriesFromOutsideAreRecordedOnce() {
    try (StoreHarness harness = new StoreHarness(directory, 2, debug())) {
      Map<MetricName, ? extends Metric> metrics = harness.driver().metrics();
      ask(harness.store(), new GetConcept("a"));
      double once = value(metrics, "get-rate");
      assertTrue(once > 0);
      ask(harness.store(), KeyQuery.withKey("a"));
      ask(harness.store(), new GetConcept("a").committed());
      assertEquals(3 * once, value(metrics, "get-rate"), once / 10);

      KeyValueIterator<String, Concept> range =
          ask(harness.store(), RangeQuery.<String, Concept>withNoBounds());
      assertEquals(0, value(metrics, "range-rate"));
      range.close();
      double closed = value(metrics, "range-rate");
      assertTrue(closed > 0);
      range.close();
      assertEquals(closed, value(metrics, "range-rate"), closed / 10);
      ask(harness.store(), new Timeline(new TimelineQuery(0, 10, false, 5, null)));
      assertEquals(Set.of("commit", "get", "range", "timeline"), moved(metrics).keySet());
    }
  }

  @Test
  void atTheDefaultLevelNothingIsRecorded() {
    try (StoreHarness harness = new StoreHarness(directory, 2)) {
      harness.process(store -> store.put(Concept.builder("a").build()));
      harness.store().get("a");
      assertEquals(Map.of(), moved(harness.driver().metrics()));
    }
  }

  @Test
  void theTagsAreThoseOfKafkasStores() {
    try (StoreHarness harness = new StoreHarness(directory, 2, debug())) {
      MetricName put =
          harness.driver().metrics().keySet().stream()
              .filter(name -> name.name().equals("put-latency-max"))
              .filter(name -> name.tags().containsKey("concept-state-id"))
              .findFirst()
              .orElseThrow();
      assertEquals(GROUP, put.group());
      assertEquals(
          Map.of(
              "thread-id", Thread.currentThread().getName(),
              "task-id", "0_0",
              "concept-state-id", "concepts"),
          put.tags());
    }
  }

  @Test
  void restoredBatchesAndRowsAreCounted() {
    StateStoreContext context =
        new MockProcessorContext<>(debug(), EngineStoreFixture.TASK, directory.toFile())
            .getStateStoreContext();
    EngineStore store = EngineStoreFixture.store();
    store.init(context, store);
    new MeteredRestore(store.engine(), new RowRestorer(store.engine(), "app", context.taskId()))
        .restoreAll(
            List.of(
                EngineStoreFixture.row("a", "one", null),
                EngineStoreFixture.row("b", "two", null)));
    assertTrue(value(metrics(context), "restore-rate") > 0);
    assertTrue(value(metrics(context), "restore-latency-avg") > 0);
    assertEquals(2.0, total(metrics(context), "rows-restored-total"));
    store.close();
  }

  @Test
  void aClosedStoreLeavesNoMetric() {
    StateStoreContext context = EngineStoreFixture.context(directory);
    Set<MetricName> before = new TreeSet<>(Comparator.comparing(MetricName::toString));
    before.addAll(metrics(context).keySet());
    for (int i = 0; i < 2; i++) {
      ConceptStore store = ConceptStores.persistent("concepts").withDimension(2).build();
      store.init(context, store);
      assertTrue(metrics(context).size() > before.size());
      store.close();
      assertEquals(before, metrics(context).keySet());
    }
  }

  private static Map<MetricName, ? extends Metric> metrics(StateStoreContext context) {
    StreamsMetrics metrics = context.metrics();
    return metrics.metrics();
  }

  /** The operations that have a rate above 0, with their longest times. */
  private static Map<String, Double> moved(Map<MetricName, ? extends Metric> metrics) {
    Map<String, Double> moved = new TreeMap<>();
    values(metrics)
        .forEach(
            (name, value) -> {
              if (name.endsWith("-rate") && value > 0) {
                String operation = name.substring(0, name.length() - "-rate".length());
                moved.put(operation, value(metrics, operation + "-latency-max"));
              }
            });
    return moved;
  }

  private static double value(Map<MetricName, ? extends Metric> metrics, String name) {
    return values(metrics).getOrDefault(name, Double.NaN);
  }

  private static Map<String, Double> values(Map<MetricName, ? extends Metric> metrics) {
    Map<String, Double> values = new HashMap<>();
    metrics.forEach(
        (name, metric) -> {
          if (name.group().equals(GROUP) && name.tags().containsKey("concept-state-id")) {
            values.put(name.name(), (double) metric.metricValue());
          }
        });
    return values;
  }

  private static double total(Map<MetricName, ? extends Metric> metrics, String name) {
    return metrics.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToDouble(entry -> (double) entry.getValue().metricValue())
        .sum();
  }

  private Properties debug() {
    Properties properties = StoreHarness.properties(directory);
    properties.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "DEBUG");
    return properties;
  }

  private static <R> R ask(ConceptStore store, Query<R> query) {
    return store.query(query, PositionBound.unbounded(), new QueryConfig(false)).getResult();
  }
}
