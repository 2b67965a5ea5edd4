package dev.sutra.lsm;

import java.util.concurrent.Phaser;
import java.util.function.BooleanSupplier;

/** What works for a tree, so that its close waits for it; what comes later does nothing. */
final class Running {
  /** A piece of work. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  private final Phaser running = new Phaser(1);
  private final BooleanSupplier closed;
  private volatile boolean ended;

  Running(BooleanSupplier closed) {
    this.closed = closed;
  }

  /** Does the work unless the tree is closed; false if so. */
  <E extends Exception> boolean run(Work<E> work) throws E {
    running.register();
    try {
      if (ended || closed.getAsBoolean()) {
        return false;
      }
      work.run();
      return true;
    } finally {
      running.arriveAndDeregister();
    }
  }

  /** Waits for what is running, which is the last. The tree is closed, or about to be replaced. */
  void await() {
    ended = true;
    running.arriveAndAwaitAdvance();
  }
}
