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
 * Handles the failure of a stream thread. A failure caused by a setting or a corrupt store ends the
 * instance. After a transient failure the thread is replaced after a pause, which grows while there
 * is no progress. Unknown failures are retried a limited number of times.
 */
final class StreamsFailures implements StreamsUncaughtExceptionHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsFailures.class);

  /** Consecutive attempts without progress, about three minutes. */
  static final int ATTEMPTS_MAX = 10;

  private final InstanceState instance;
  private final Consumer<Ending> end;
  private final Supplier<@Nullable String> diagnosis;
  private final MeterRegistry metrics;
  private final RetryPolicy policy;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Creates the handler.
   *
   * @param end receives the reason when the stream stops permanently
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
        .description("consecutive failures of the stream without progress")
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
      String again = "the stream failed " + retry.failures() + " consecutive times: " + reason;
      return stop(new Ending(false, again), failure);
    }
    instance.hindered(
        "the stream failed "
            + retry.failures()
            + " consecutive times and is being retried: "
            + reason);
    LOG.warn("a stream thread died and is replaced in {}", retry.pause(), failure);
    await(retry);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /**
   * Clears the failure that readiness reports once the stream has recovered.
   *
   * @param running whether the stream runs
   */
  void look(boolean running) {
    boolean idle = running && instance.caughtUp();
    if (policy.settled(instance.committedRecords(), idle, System.nanoTime())) {
      instance.hindered(null);
    }
  }

  /** Ends a running pause. */
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
