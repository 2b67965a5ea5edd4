package dev.sutra.app.rest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts requests, their latencies and those in flight, per route. Tags have values of routes only,
 * so that clients cannot create time series.
 */
final class RequestMetrics {
  static final String UNMATCHED = "unmatched";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS");

  private final MeterRegistry registry;
  private final Counter notTaken;
  private final Counter connectionsCut;
  private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry, List<Route> routes) {
    this.registry = registry;
    this.notTaken =
        Counter.builder("sutra.http.answers.not.taken")
            .description("Answers that a client did not read to their end, or too slowly")
            .register(registry);
    this.connectionsCut =
        Counter.builder("sutra.http.connections.cut")
            .description("Connections closed for a slow head, or beyond the limit of an address")
            .register(registry);
    for (Route route : routes) {
      inFlight.computeIfAbsent(route.template(), this::gauge);
    }
    inFlight.computeIfAbsent(UNMATCHED, this::gauge);
  }

  /** A request in flight; closed when its reply is ready. */
  final class Request {
    private final String method;
    private final String route;
    private final AtomicInteger count;
    private final long start = System.nanoTime();

    private Request(String method, String route, AtomicInteger count) {
      this.method = method;
      this.route = route;
      this.count = count;
      count.incrementAndGet();
    }

    void end(int status) {
      count.decrementAndGet();
      Timer.builder("sutra.http.requests")
          .description("Requests by route, from their arrival to their reply")
          .tag("method", method)
          .tag("route", route)
          .tag("status", Integer.toString(status))
          .serviceLevelObjectives(
              Duration.ofMillis(1),
              Duration.ofMillis(5),
              Duration.ofMillis(25),
              Duration.ofMillis(100),
              Duration.ofMillis(500),
              Duration.ofSeconds(2),
              Duration.ofSeconds(10))
          .register(registry)
          .record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  void answerNotTaken() {
    notTaken.increment();
  }

  void connectionCut() {
    connectionsCut.increment();
  }

  Request begin(String method, String route) {
    AtomicInteger count = inFlight.computeIfAbsent(route, this::gauge);
    return new Request(METHODS.contains(method) ? method : "other", route, count);
  }

  private AtomicInteger gauge(String route) {
    AtomicInteger count = new AtomicInteger();
    Gauge.builder("sutra.http.requests.in.flight", count, AtomicInteger::get)
        .description("Requests that have no reply yet, by route")
        .tag("route", route)
        .register(registry);
    return count;
  }
}
