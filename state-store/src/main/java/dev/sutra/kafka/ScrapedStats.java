package dev.sutra.kafka;

import dev.sutra.engine.EngineStats;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a store, taken once for all gauges of a scrape: these show one moment, and cost
 * one look. Thread-safe.
 */
final class ScrapedStats {
  /**
   * For so long the same numbers are shown: a scrape reads its gauges one right after the other.
   */
  static final long SHOWN_MILLIS = 1_000;

  private record Taken(EngineStats stats, long millis) {}

  private final Supplier<EngineStats> source;
  private @Nullable Taken last;

  ScrapedStats(Supplier<EngineStats> source) {
    this.source = source;
  }

  /**
   * The statistics as of this time, or up to a second before it.
   *
   * @param millis the time by the clock of the metrics, which may be set back
   */
  synchronized EngineStats at(long millis) {
    Taken taken = last;
    if (taken == null || Math.abs(millis - taken.millis) >= SHOWN_MILLIS) {
      taken = new Taken(source.get(), millis);
      last = taken;
    }
    return taken.stats;
  }
}
