package dev.sutra.io;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Storage that stops one call until a test lets it go on, so that a test decides what happens while
 * background work is half done.
 */
public final class GatedStorage extends ForwardingStorage {
  private static final int HANG_SECONDS = 60;

  /** A call that is to be stopped. */
  public static final class Gate {
    private final String operation;
    private final String nameEnd;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    private Gate(String operation, String nameEnd) {
      this.operation = operation;
      this.nameEnd = nameEnd;
    }

    /** Waits until the call is made. */
    public void awaitReached() {
      await(reached);
    }

    /** Lets the call go on. */
    public void open() {
      open.countDown();
    }
  }

  private volatile Gate gate = new Gate("none", "");

  public GatedStorage(Storage inner) {
    super(inner);
  }

  /** Stops the next call of an operation on a file whose name ends so. */
  public Gate stopAt(String operation, String nameEnd) {
    Gate next = new Gate(operation, nameEnd);
    gate = next;
    return next;
  }

  @Override
  protected void before(String operation, String name) {
    Gate current = gate;
    if (current.operation.equals(operation)
        && name.endsWith(current.nameEnd)
        && current.reached.getCount() > 0) {
      current.reached.countDown();
      await(current.open);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(HANG_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing happens");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
