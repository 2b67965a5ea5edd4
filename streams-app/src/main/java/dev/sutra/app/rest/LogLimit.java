package dev.sutra.app.rest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets some lines into the log each minute, and counts the rest: whoever can cause a line cannot
 * fill the disk. Thread-safe.
 */
final class LogLimit {
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final int linesPerMinute;
  private final LongSupplier nanoClock;
  private long minuteStart;
  private int lines;
  private long suppressed;

  LogLimit(int linesPerMinute, LongSupplier nanoClock) {
    this.linesPerMinute = linesPerMinute;
    this.nanoClock = nanoClock;
    this.minuteStart = nanoClock.getAsLong();
  }

  /**
   * Asks whether a line may be logged.
   *
   * @return how many lines were suppressed since the last one, or -1 if this one is, too
   */
  synchronized long ask() {
    long now = nanoClock.getAsLong();
    if (now - minuteStart >= MINUTE_NANOS) {
      minuteStart = now;
      lines = 0;
    }
    if (lines == linesPerMinute) {
      suppressed++;
      return -1;
    }
    lines++;
    long before = suppressed;
    suppressed = 0;
    return before;
  }
}
