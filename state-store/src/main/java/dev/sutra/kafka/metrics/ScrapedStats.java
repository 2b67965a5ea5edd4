package dev.sutra.kafka.metrics;

import dev.sutra.engine.EngineStats;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a store, computed once for all gauges of a scrape, which thus show one moment.
 * Thread-safe.
 */
public final class ScrapedStats {
  /** How long statistics are reused: a scrape reads its gauges in direct succession. */
  public static final long SHOWN_MILLIS = 1_000;

  private record Taken(EngineStats stats, long millis) {}

  private final Supplier<EngineStats> source;
  private @Nullable Taken last;

  ScrapedStats(Supplier<EngineStats> source) {
    this.source = source;
  }

  /**
   * The statistics as of this time or up to a second earlier.
   *
   * @param millis the time of the metrics' clock, which may jump back
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
