package dev.sutra.app.server;

import java.time.Duration;

/**
 * How long to wait before the next attempt, and how many have failed in a row. Failures that come
 * while a pause runs, of other threads, belong to the attempt before it. Thread-safe.
 */
final class RetryPolicy {
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  /** Who runs so long after a pause has overcome what made it necessary. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);

  private int failures;
  private long progress;
  private long pauseEndNanos;

  /**
   * What to do after a failure.
   *
   * @param failures attempts that have failed in a row
   * @param pause before the next one
   */
  record Retry(int failures, Duration pause) {}

  /**
   * Counts a failure.
   *
   * @param progress anything that grows as records are processed
   * @param nowNanos of {@link System#nanoTime()}
   */
  synchronized Retry failed(long progress, long nowNanos) {
    if (failures > 0 && nowNanos < pauseEndNanos) {
      return new Retry(failures, Duration.ofNanos(pauseEndNanos - nowNanos));
    }
    if (progress != this.progress || nowNanos - pauseEndNanos > GOOD_FOR.toNanos()) {
      failures = 0;
    }
    Duration pause = PAUSE_MIN;
    for (int i = 0; i < failures && pause.compareTo(PAUSE_MAX) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    pause = pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    failures++;
    this.progress = progress;
    pauseEndNanos = nowNanos + pause.toNanos();
    return new Retry(failures, pause);
  }

  /**
   * Whether nothing fails, now or any more: the pause is over, and records are processed again or
   * none wait.
   */
  synchronized boolean settled(long progress, boolean idle, long nowNanos) {
    if (failures == 0) {
      return true;
    }
    if (nowNanos < pauseEndNanos || (progress == this.progress && !idle)) {
      return false;
    }
    failures = 0;
    return true;
  }

  /** Attempts that have failed in a row. */
  synchronized int failures() {
    return failures;
  }
}
