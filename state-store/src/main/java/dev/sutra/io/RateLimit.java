package dev.sutra.io;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A limit in bytes per second: a token bucket with the capacity of a tenth of a second. Requests
 * are served in order of arrival; stores with the same instance share the limit. Thread-safe.
 */
public final class RateLimit {
  /** No limit. */
  public static final RateLimit NONE = new RateLimit(Long.MAX_VALUE);

  private static final long BYTES_PER_SECOND_MIN = 64 * 1024;
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final long bytesPerSecond;
  // The time at which the budget covers all bytes granted so far.
  private long paidNanos = System.nanoTime() - BURST_NANOS;

  private RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Creates a limit.
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
   * Waits until this number of bytes may be written.
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

  /** Reserves bytes, and returns the time until they are granted, in nanoseconds. */
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
