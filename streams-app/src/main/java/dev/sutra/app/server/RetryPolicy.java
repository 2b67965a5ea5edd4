package dev.sutra.app.server;

import java.time.Duration;

/**
 * Counts consecutive failures and computes the pause before the next attempt. Failures of other
 * threads during a pause count as part of the previous attempt. Thread-safe.
 */
final class RetryPolicy {
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  /** A stream that runs this long after a pause has recovered. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);

  private int failures;
  private long progress;
  private long pauseEndNanos;

  /**
   * What to do after a failure.
   *
   * @param failures consecutive failed attempts
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
   * Whether the stream has recovered: the pause is over, and records are processed again or none
   * are pending.
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

  /** Consecutive failed attempts. */
  synchronized int failures() {
    return failures;
  }
}
