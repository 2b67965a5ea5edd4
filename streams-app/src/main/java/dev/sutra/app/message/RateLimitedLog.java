package dev.sutra.app.message;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs errors that a client can cause at will: at most 30 lines a minute, so that a client cannot
 * fill the disk. Suppressed lines are counted. Thread-safe.
 */
public final class RateLimitedLog {
  private static final int LINES_PER_MINUTE = 30;
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final int linesPerMinute;
  private final LongSupplier nanoClock;
  private long minuteStart;
  private int lines;
  private long suppressed;

  public RateLimitedLog(Logger log) {
    this(log, LINES_PER_MINUTE, System::nanoTime);
  }

  RateLimitedLog(Logger log, int linesPerMinute, LongSupplier nanoClock) {
    this.log = log;
    this.linesPerMinute = linesPerMinute;
    this.nanoClock = nanoClock;
    this.minuteStart = nanoClock.getAsLong();
  }

  /** Logs at error level, with slf4j's placeholders, or at debug level above the limit. */
  public void error(String format, Object... arguments) {
    long before = ask();
    if (before < 0) {
      log.debug(format, arguments);
      return;
    }
    if (before > 0) {
      log.error("{} more errors were not logged", before);
    }
    log.error(format, arguments);
  }

  /**
   * Asks whether a line may be logged.
   *
   * @return the lines suppressed since the last logged one, or -1 if this line is suppressed too
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
