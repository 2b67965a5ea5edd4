package dev.sutra.kafka;

import static dev.sutra.kafka.EngineStoreFixture.key;
import static dev.sutra.kafka.EngineStoreFixture.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.kafka.metrics.ScrapedStats;
import java.nio.file.Path;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapedStatsTest {
  private static final long SCRAPE = 1_000_000;

  @TempDir Path directory;

  @Test
  void allGaugesOfAScrapeShowOneMoment() {
    StateStoreContext context = EngineStoreFixture.context(directory);
    EngineStore store = EngineStoreFixture.store();
    store.init(context, store);
    store.put(key("a"), value("a", "one"));
    assertEquals(1, gauge(context, "concepts", SCRAPE));
    double memory = gauge(context, "memory-bytes", SCRAPE);

    store.put(key("b"), value("b", "two words".repeat(5_000)));
    assertEquals(1, gauge(context, "concepts", SCRAPE + ScrapedStats.SHOWN_MILLIS - 1));
    assertEquals(memory, gauge(context, "memory-bytes", SCRAPE + ScrapedStats.SHOWN_MILLIS - 1));

    assertEquals(2, gauge(context, "concepts", SCRAPE + ScrapedStats.SHOWN_MILLIS));
    store.close();
  }

  @Test
  void aClockThatIsSetBackHidesNothingForLong() {
    StateStoreContext context = EngineStoreFixture.context(directory);
    EngineStore store = EngineStoreFixture.store();
    store.init(context, store);
    assertEquals(0, gauge(context, "concepts", SCRAPE));
    store.put(key("a"), value("a", "one"));
    assertEquals(1, gauge(context, "concepts", SCRAPE - ScrapedStats.SHOWN_MILLIS));
    store.close();
  }

  private static double gauge(StateStoreContext context, String name, long millis) {
    KafkaMetric metric =
        (KafkaMetric)
            context.metrics().metrics().values().stream()
                .filter(each -> each.metricName().group().equals("sutra-store-metrics"))
                .filter(each -> each.metricName().name().equals(name))
                .findFirst()
                .orElseThrow();
    return metric.measurable().measure(new MetricConfig(), millis);
  }
}
