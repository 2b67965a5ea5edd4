package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.rest.http.HttpServer;
import dev.sutra.app.rest.http.PortInUseException;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.RestConfig;
import dev.sutra.app.rest.http.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST service. It serves from {@link #start} to {@link #close}. Thread-safe.
 *
 * <p>Without keys, every client that reaches the port can read and write, but not a page of another
 * origin in a browser. It therefore binds to the loopback address by default.
 */
public final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  private final List<Route> routes;
  private final Deadline deadline;
  private final HttpServer http;

  private RestServer(List<Route> routes, Deadline deadline, HttpServer http) {
    this.routes = routes;
    this.deadline = deadline;
    this.http = http;
  }

  /**
   * Starts a server; when it returns, requests are answered.
   *
   * @param more further routes, such as those of a schema registry
   * @param metrics counts the requests, and is shown under {@code /metrics}
   * @throws PortInUseException if another process has the port
   * @throws IOException if the address cannot be listened on for another reason
   */
  public static RestServer start(
      RestConfig config, ConceptService service, List<Route> more, PrometheusMeterRegistry metrics)
      throws IOException {
    return start(config, service, more, metrics, RequestMemory.of(config.memoryBytes()));
  }

  /**
   * Starts a server whose memory is shared with the queries of other instances.
   *
   * @throws IOException as {@link #start(RestConfig, ConceptService, List,
   *     PrometheusMeterRegistry)}
   */
  public static RestServer start(
      RestConfig config,
      ConceptService service,
      List<Route> more,
      PrometheusMeterRegistry metrics,
      RequestMemory memory)
      throws IOException {
    Deadline deadline = new Deadline();
    ReadReplies replies = new ReadReplies(deadline, memory.queries());
    List<Route> routes =
        Stream.of(
                new ReadRoutes(service, replies).routes(),
                new GraphRoutes(service, replies).routes(),
                new HybridRoutes(service, replies).routes(),
                new WriteRoutes(service, deadline, config.writeTimeout()).routes(),
                new EventRoutes(service, deadline, config.writeTimeout()).routes(),
                new InstanceRoutes(service).routes(),
                new SystemRoutes(service, metrics, config.access().openMetrics()).routes(),
                more)
            .flatMap(List::stream)
            .toList();
    try {
      HttpServer http = HttpServer.start(config, routes, memory, metrics);
      LOG.info("listening on http://{}:{}", config.host(), http.port());
      return new RestServer(routes, deadline, http);
    } catch (IOException | RuntimeException e) {
      deadline.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return http.port();
  }

  /** All routes, for the test that compares them with the OpenAPI document. */
  List<Route> routes() {
    return routes;
  }

  /** Rejects new requests and waits for running ones within the stop timeout. Idempotent. */
  @Override
  public void close() {
    http.close();
    deadline.close();
  }
}
