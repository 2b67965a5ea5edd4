package dev.sutra.kafka.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Logs at most a warning a second, since any query may cause one. Thread-safe. */
final class QuietLog {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  QuietLog(Logger log) {
    this.log = log;
  }

  void warn(String format, Object... arguments) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PERIOD_NANOS)) {
      log.warn(format, arguments);
    }
  }
}
