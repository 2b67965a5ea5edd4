package dev.sutra.app.rest.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How fast an answer must be read: at a rate, with so much grace for pauses. What came faster gives
 * no credit beyond the grace, or a burst into the system's buffers would pay for a stop of minutes.
 * For one thread.
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

  /** So many bytes were read now. */
  void moved(long bytes) {
    long earned = due + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    long most = System.nanoTime() + graceNanos;
    due = earned - most < 0 ? earned : most;
  }

  /** How long the next bytes may take; 0 or less: too slow. */
  long nanosLeft() {
    return due - System.nanoTime();
  }
}
