package dev.sutra.lsm.core;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A background task with at most one run at a time. A run starts after each request, and again
 * after a pause if it failed. Thread-safe.
 */
public final class RetriedTask {
  /** One run. */
  @FunctionalInterface
  public interface Work {
    /** Returns false if the tree is closed and no further run may start. */
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

  /** Requests a run. After a failure it starts at the end of the pause. */
  public synchronized void request() {
    requested = true;
    if (!active) {
      active = true;
      executor.execute(this::run);
    }
  }

  /** Ends the pause after a failure, if there is one, and starts the run. */
  public synchronized void hurry() {
    if (pause != null) {
      // A timer that has fired already finds no pause, so there is never a second run.
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
