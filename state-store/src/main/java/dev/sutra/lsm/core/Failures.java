package dev.sutra.lsm.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Failures of one kind of background work that is retried. Thread-safe. */
public final class Failures {
  private final String task;
  private final TreeLimits limits;
  private final WorkCounters work;
  private long total;
  private int consecutive;
  private @Nullable Throwable last;

  /**
   * Creates a record without failures.
   *
   * @param task name of the work in messages, for example "flush"
   * @param work counts the failures too
   */
  public Failures(String task, TreeLimits limits, WorkCounters work) {
    this.task = task;
    this.limits = limits;
    this.work = work;
  }

  public synchronized void failed(Throwable cause) {
    work.attemptFailed();
    total++;
    consecutive++;
    last = cause;
  }

  public synchronized void succeeded() {
    consecutive = 0;
    last = null;
  }

  /** Returns the number of all failures. */
  public synchronized long total() {
    return total;
  }

  /** Returns the pause before the next attempt, in milliseconds. */
  public synchronized long pauseMillis() {
    long pause = limits.retryMillisMin() << Math.min(20, Math.max(0, consecutive - 1));
    return Math.min(pause, limits.retryMillisMax());
  }

  /**
   * Fails a waiting caller after too many consecutive failures, if one of them happened during the
   * wait.
   *
   * @param totalBefore {@link #total} at the start of the wait
   * @throws UncheckedIOException with the last failure as cause
   */
  public synchronized void check(long totalBefore) {
    if (last != null && consecutive >= limits.attemptsMax() && total > totalBefore) {
      String message =
          task + " has failed " + consecutive + " times in a row and is retried: " + last;
      throw new UncheckedIOException(
          message, last instanceof IOException io ? io : new IOException(last));
    }
  }
}
