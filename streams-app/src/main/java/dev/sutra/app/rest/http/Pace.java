package dev.sutra.app.rest.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The minimum rate at which a reply must be read, with a grace period for pauses. Faster reading
 * earns no credit beyond the grace period; otherwise a burst into the system's buffers would allow
 * a pause of minutes. For one thread.
 */
final class Pace {
  private final long graceNanos;
  private final long bytesPerSecond;
  private long due;

  Pace(Duration grace, int bytesPerSecond) {
    this.graceNanos = grace.toNanos();
    this.bytesPerSecond = bytesPerSecond;
    due = System.nanoTime() + graceNanos;
  }

  /** Bytes were read now. */
  void moved(long bytes) {
    long earned = due + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    long most = System.nanoTime() + graceNanos;
    due = earned - most < 0 ? earned : most;
  }

  /** How long the next bytes may take, in ns; 0 or less: too slow. */
  long nanosLeft() {
    return due - System.nanoTime();
  }
}
