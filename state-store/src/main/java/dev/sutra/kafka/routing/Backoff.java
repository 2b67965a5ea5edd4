package dev.sutra.kafka.routing;

import java.util.concurrent.TimeUnit;

/** Pauses of 5 to 100 ms, each twice as long as the one before, until a deadline. */
final class Backoff {
  private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private final long deadline;
  private long pause = PAUSE_NANOS_MIN;

  /**
   * Starts.
   *
   * @param deadline of {@link System#nanoTime}
   */
  Backoff(long deadline) {
    this.deadline = deadline;
  }

  /** Pauses; false: the deadline has passed. */
  boolean pause() {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryTimeoutException("the request timed out");
    }
    pause = Math.min(PAUSE_NANOS_MAX, 2 * pause);
    return true;
  }
}
