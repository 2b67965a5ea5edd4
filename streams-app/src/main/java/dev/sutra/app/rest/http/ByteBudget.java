package dev.sutra.app.rest.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A budget of heap bytes that requests share, counted in KiB, rounded up. A request for more than
 * the whole budget gets all of it. Thread-safe.
 */
public final class ByteBudget {
  private static final int UNIT_BYTES = 1024;

  private final int units;
  // Fair: small requests do not starve a large one.
  private final Semaphore free;

  ByteBudget(long bytes) {
    this.units = Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(units, true);
  }

  /** Takes bytes if they are available. */
  boolean tryTake(long bytes) {
    return free.tryAcquire(unitsOf(bytes));
  }

  /** Takes bytes, and waits for them if necessary. */
  public boolean take(long bytes, Duration patience) throws InterruptedException {
    return free.tryAcquire(unitsOf(bytes), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns the bytes of one call of {@link #take} or {@link #tryTake}. */
  public void give(long bytes) {
    free.release(unitsOf(bytes));
  }

  /** Whether nothing is taken. */
  boolean isWhole() {
    return free.availablePermits() == units;
  }

  private int unitsOf(long bytes) {
    return (int) Math.min(units, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
  }
}
