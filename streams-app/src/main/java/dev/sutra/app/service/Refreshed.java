package dev.sutra.app.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is fetched periodically in the background. A failed fetch keeps the last value,
 * which expires after ten periods. Thread-safe.
 */
final class Refreshed<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refreshed.class);
  private static final int PERIODS_KEPT = 10;

  private final String name;
  private final Callable<T> source;
  private final long keptNanos;
  private final ScheduledExecutorService refresher;
  private volatile @Nullable Fetched<T> last;

  /**
   * Starts fetching.
   *
   * @param name of the thread
   * @param period from the end of a fetch to the next one
   */
  Refreshed(String name, Duration period, Callable<T> source) {
    this.name = name;
    this.source = source;
    this.keptNanos = period.toNanos() * PERIODS_KEPT;
    this.refresher =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
    var unused =
        refresher.scheduleWithFixedDelay(
            this::refresh, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The last value; empty: there is none, or it has expired. */
  Optional<T> value() {
    Fetched<T> fetched = last;
    return fetched == null || System.nanoTime() - fetched.nanos() > keptNanos
        ? Optional.empty()
        : Optional.of(fetched.value());
  }

  /** The last value, also an expired one; empty: there is none. */
  Optional<T> lastKnown() {
    return Optional.ofNullable(last).map(Fetched::value);
  }

  private void refresh() {
    try {
      long now = System.nanoTime();
      last = new Fetched<>(source.call(), now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // Throwing would end the periodic task.
      LOG.debug("{} cannot fetch", name, e);
    }
  }

  @Override
  public void close() {
    refresher.shutdownNow();
  }

  private record Fetched<T>(T value, long nanos) {}
}
