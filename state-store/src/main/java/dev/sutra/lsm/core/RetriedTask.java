package dev.sutra.lsm.core;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Background work of which one run at a time is enough: a run begins after each request, and again
 * after a pause if it has failed. Thread-safe.
 */
public final class RetriedTask {
  /** One run. */
  @FunctionalInterface
  public interface Work {
    /** Returns false if there must be no further run: the tree is closed. */
    boolean run() throws IOException;
  }

  private final Executor executor;
  private final Failures failures;
  private final Work work;
  private boolean requested;
  private boolean active;
  private @Nullable Future<?> pause;

  public RetriedTask(Executor executor, Failures failures, Work work) {
    this.executor = executor;
    this.failures = failures;
    this.work = work;
  }

  /** Asks for a run. After a failure it waits for the end of the pause. */
  public synchronized void request() {
    requested = true;
    if (!active) {
      active = true;
      executor.execute(this::run);
    }
  }

  /** Ends the pause after a failure, if there is one. */
  public synchronized void hurry() {
    if (pause != null) {
      // A timer that has begun already finds no pause to end: there is never a second run.
      pause.cancel(false);
      pause = null;
      executor.execute(this::run);
    }
  }

  private void run() {
    while (takeRequest()) {
      try {
        if (!work.run()) {
          return;
        }
      } catch (IOException e) {
        pauseAfter();
        return;
      }
    }
  }

  private synchronized boolean takeRequest() {
    boolean again = requested;
    requested = false;
    active = again;
    return again;
  }

  private synchronized void pauseAfter() {
    requested = true;
    pause = Background.TIMER.schedule(this::hurry, failures.pauseMillis(), TimeUnit.MILLISECONDS);
  }
}
