package dev.sutra.io;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A budget of bytes a second, as a token bucket that holds a tenth of a second's worth. Who asks
 * first is served first, whichever store it works for: stores that are given the same limit share
 * it. Thread-safe.
 */
public final class RateLimit {
  /** No limit. */
  public static final RateLimit NONE = new RateLimit(Long.MAX_VALUE);

  private static final long BYTES_PER_SECOND_MIN = 64 * 1024;
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final long bytesPerSecond;
  // The time at which all that was given out has been paid for.
  private long paidNanos = System.nanoTime() - BURST_NANOS;

  private RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * A limit of its own.
   *
   * @throws IllegalArgumentException if it is below 64 KiB a second
   */
  public static RateLimit bytesPerSecond(long bytesPerSecond) {
    if (bytesPerSecond < BYTES_PER_SECOND_MIN) {
      throw new IllegalArgumentException(
          "bytesPerSecond is " + bytesPerSecond + "; at least " + BYTES_PER_SECOND_MIN);
    }
    return new RateLimit(bytesPerSecond);
  }

  /**
   * Waits until so many bytes may be written.
   *
   * @param cancelled ends the wait early
   */
  public void acquire(int bytes, BooleanSupplier cancelled) {
    if (bytesPerSecond == Long.MAX_VALUE) {
      return;
    }
    long wait = reserve(System.nanoTime(), bytes);
    long end = System.nanoTime() + wait;
    while (wait > 0 && !cancelled.getAsBoolean()) {
      LockSupport.parkNanos(this, Math.min(wait, SLICE_NANOS));
      wait = end - System.nanoTime();
    }
  }

  /** Takes bytes out of the bucket, and returns how long it takes to have them, in nanoseconds. */
  synchronized long reserve(long nowNanos, int bytes) {
    long full = nowNanos - BURST_NANOS;
    long from = paidNanos - full < 0 ? full : paidNanos;
    paidNanos = from + (long) (bytes * 1e9 / bytesPerSecond);
    return Math.max(0, paidNanos - nowNanos);
  }

  @Override
  public String toString() {
    return bytesPerSecond == Long.MAX_VALUE ? "none" : bytesPerSecond + " bytes/s";
  }
}
