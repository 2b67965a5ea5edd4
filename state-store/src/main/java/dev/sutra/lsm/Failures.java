package dev.sutra.lsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Failures of one kind of background work that is tried again. Thread-safe. */
final class Failures {
  private final String task;
  private final TreeLimits limits;
  private long total;
  private int inARow;
  private @Nullable Throwable last;

  /**
   * Starts without any.
   *
   * @param task what fails, for messages: "flush"
   */
  Failures(String task, TreeLimits limits) {
    this.task = task;
    this.limits = limits;
  }

  synchronized void failed(Throwable cause) {
    total++;
    inARow++;
    last = cause;
  }

  synchronized void succeeded() {
    inARow = 0;
    last = null;
  }

  /** All failures so far. */
  synchronized long total() {
    return total;
  }

  /** How long to wait before the next attempt. */
  synchronized long pauseMillis() {
    long pause = limits.retryMillisMin() << Math.min(20, Math.max(0, inARow - 1));
    return Math.min(pause, limits.retryMillisMax());
  }

  /**
   * Tells one who waits, if there is little hope: too many failures in a row, and one of them while
   * it waited.
   *
   * @param totalBefore {@link #total} when it began to wait
   * @throws UncheckedIOException with the last failure as cause
   */
  synchronized void check(long totalBefore) {
    if (last != null && inARow >= limits.attemptsMax() && total > totalBefore) {
      String message =
          task + " has failed " + inARow + " times in a row, and is tried again: " + last;
      throw new UncheckedIOException(
          message, last instanceof IOException io ? io : new IOException(last));
    }
  }
}
