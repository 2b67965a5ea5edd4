package dev.sutra.lsm.core;

import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/** Counts running background work, so that close waits for it and later work does nothing. */
public final class Running {
  /** Work without a result. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Work with a result. */
  @FunctionalInterface
  public interface Call<T, E extends Exception> {
    T run() throws E;
  }

  private final Phaser running = new Phaser(1);
  private final WriterHealth health;
  private volatile boolean ended;

  public Running(WriterHealth health) {
    this.health = health;
  }

  /** Runs the work, or returns false if the tree is closed. */
  public <E extends Exception> boolean run(Work<E> work) throws E {
    Boolean done =
        call(
            () -> {
              work.run();
              return true;
            });
    return done != null;
  }

  /** Runs the work and returns its result, or returns null if the tree is closed. */
  public <T, E extends Exception> @Nullable T call(Call<T, E> work) throws E {
    running.register();
    try {
      return ended || health.isStopped() ? null : work.run();
    } finally {
      running.arriveAndDeregister();
    }
  }

  /** Waits for the running work; no other work begins. The tree is closed or rolls back. */
  public void await() {
    ended = true;
    running.arriveAndAwaitAdvance();
  }
}
