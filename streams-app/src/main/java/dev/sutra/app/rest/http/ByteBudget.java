package dev.sutra.app.rest.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of heap that requests may hold together; counted in KiB, rounded up. Who asks for more than
 * there ever is gets all of it, alone. Thread-safe.
 */
public final class ByteBudget {
  private static final int UNIT_BYTES = 1024;

  private final int units;
  // Fair: a large request is not passed by small ones for ever.
  private final Semaphore free;

  ByteBudget(long bytes) {
    this.units = Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(units, true);
  }

  /** Takes bytes if there are so many. */
  boolean tryTake(long bytes) {
    return free.tryAcquire(unitsOf(bytes));
  }

  /** Takes bytes, and waits for them up to a time. */
  public boolean take(long bytes, Duration patience) throws InterruptedException {
    return free.tryAcquire(unitsOf(bytes), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Gives back what one call of {@link #take} or {@link #tryTake} took. */
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
