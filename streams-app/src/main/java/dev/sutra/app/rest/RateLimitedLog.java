package dev.sutra.app.rest;

import org.slf4j.Logger;

/**
 * Errors that a client can bring about at will: some lines a minute, and how many more there were.
 * Thread-safe.
 */
public final class RateLimitedLog {
  private static final int LINES_PER_MINUTE = 30;

  private final Logger log;
  private final LogLimit limit = new LogLimit(LINES_PER_MINUTE, System::nanoTime);

  public RateLimitedLog(Logger log) {
    this.log = log;
  }

  /** Logs at error, with slf4j's placeholders, or at debug if there were too many lines. */
  public void error(String format, Object... arguments) {
    long suppressed = limit.ask();
    if (suppressed < 0) {
      log.debug(format, arguments);
      return;
    }
    if (suppressed > 0) {
      log.error("{} more errors were not logged", suppressed);
    }
    log.error(format, arguments);
  }
}
