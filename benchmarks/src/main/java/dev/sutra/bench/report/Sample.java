package dev.sutra.bench.report;

import org.HdrHistogram.Histogram;

/**
 * The durations of the calls of one trial. Only the calls count, not what is done between them. For
 * one thread.
 */
public final class Sample {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);
  private long totalNanos;
  private long items;

  /** Adds a call that began at this {@link System#nanoTime()} and dealt with so many items. */
  public void add(long startNanos, long itemCount) {
    addDuration(System.nanoTime() - startNanos, itemCount);
  }

  /** Adds a call that took so many nanoseconds and dealt with so many items. */
  public void addDuration(long duration, long itemCount) {
    nanos.recordValue(duration);
    totalNanos += duration;
    items += itemCount;
  }

  /** Items a second. */
  public double rate() {
    return items * 1e9 / totalNanos;
  }

  /** Mean duration of a call in microseconds. */
  public double meanMicros() {
    return totalNanos / 1e3 / nanos.getTotalCount();
  }

  /** The duration in microseconds that this many percent of the calls did not exceed. */
  public double percentileMicros(double percent) {
    return nanos.getValueAtPercentile(percent) / 1e3;
  }
}
