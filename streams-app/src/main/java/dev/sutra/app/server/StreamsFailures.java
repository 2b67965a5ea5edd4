package dev.sutra.app.server;

import dev.sutra.app.service.InstanceState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. A failure that a setting or a damaged store makes ends
 * the instance; one that may pass replaces the thread after a pause, which grows while nothing gets
 * done; one that nobody knows does so for a limited number of attempts.
 */
final class StreamsFailures implements StreamsUncaughtExceptionHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsFailures.class);

  /** Attempts in a row without progress, about three minutes. */
  static final int ATTEMPTS_MAX = 10;

  private final InstanceState instance;
  private final Consumer<Ending> end;
  private final Supplier<@Nullable String> diagnosis;
  private final MeterRegistry metrics;
  private final RetryPolicy policy;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Makes the handler.
   *
   * @param end is told why the stream stops for good
   * @param diagnosis what is wrong with the topics, in a sentence; null: nothing
   * @param metrics counts failures by kind
   */
  StreamsFailures(
      InstanceState instance,
      Consumer<Ending> end,
      Supplier<@Nullable String> diagnosis,
      MeterRegistry metrics,
      RetryPolicy policy) {
    this.instance = instance;
    this.end = end;
    this.diagnosis = diagnosis;
    this.metrics = metrics;
    this.policy = policy;
    Gauge.builder("sutra.stream.failures.in.a.row", policy, RetryPolicy::failures)
        .description("failures of the stream since it last made progress")
        .register(metrics);
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    FailureKind kind = FailureKind.of(failure);
    metrics
        .counter("sutra.stream.failures", "kind", kind.name().toLowerCase(Locale.ROOT))
        .increment();
    String reason = kind.reason(failure);
    if (kind == FailureKind.STORE) {
      return stop(new Ending(false, "the store failed: " + reason), failure);
    }
    String found = diagnosis.get();
    if (found != null) {
      return stop(new Ending(true, found), failure);
    }
    if (kind == FailureKind.CONFIGURATION) {
      return stop(new Ending(true, "the stream cannot run: " + reason), failure);
    }
    RetryPolicy.Retry retry = policy.failed(instance.committedRecords(), System.nanoTime());
    if (kind == FailureKind.UNKNOWN && retry.failures() > ATTEMPTS_MAX) {
      String again = "the stream failed " + retry.failures() + " times in a row: " + reason;
      return stop(new Ending(false, again), failure);
    }
    instance.hindered(
        "the stream failed " + retry.failures() + " times in a row and is tried again: " + reason);
    LOG.warn("a stream thread died and is replaced in {}", retry.pause(), failure);
    await(retry);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /**
   * Takes back what readiness says of the last failure, once it is overcome.
   *
   * @param running whether the stream runs
   */
  void look(boolean running) {
    boolean idle = running && instance.caughtUp();
    if (policy.settled(instance.committedRecords(), idle, System.nanoTime())) {
      instance.hindered(null);
    }
  }

  /** Ends the pauses. */
  @Override
  public void close() {
    closed.countDown();
  }

  private StreamThreadExceptionResponse stop(Ending ending, Throwable failure) {
    LOG.error("the stream stops: {}", ending.reason(), failure);
    end.accept(ending);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void await(RetryPolicy.Retry retry) {
    try {
      if (closed.await(retry.pause().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("the instance closes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
