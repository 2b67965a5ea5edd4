package dev.sutra.app.rest;

import dev.sutra.app.registry.FileSchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. It serves from {@link #start} to {@link #close}; thread-safe.
 *
 * <p>It knows no users: whoever reaches its port may read and write, and so it binds to the
 * loopback address unless told otherwise.
 */
public final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  // The system tells that there is room again when a third is free: a larger buffer would make the
  // pauses of a slow reader longer than our patience.
  private static final int SEND_BUFFER_BYTES = 128 * 1024;
  private static final long SWEEP_MS_MAX = 1_000;
  private static final int THREADS_MAX = 16;

  private final Server server;
  private final ServerConnector connector;
  private final Deadline deadline;
  private final List<Route> routes;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("http-sweep").daemon().factory());

  private RestServer(RestConfig config, ConceptService service, PrometheusMeterRegistry metrics) {
    deadline = new Deadline();
    RequestMemory memory = RequestMemory.of(config.memoryBytes());
    Router router = new Router();
    router.add(new ReadRoutes(service, deadline, memory.questions()).routes());
    router.add(new WriteRoutes(service, deadline, config.writeTimeout()).routes());
    router.add(new SystemRoutes(service, metrics).routes());
    FileSchemaRegistry registry = config.schemaRegistry();
    if (registry != null) {
      router.add(new RegistryRoutes(registry).routes());
    }
    routes = router.routes();

    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    connector.setIdleTimeout(IDLE_TIMEOUT_MS);
    server.addConnector(connector);
    ConnectionLimits limits = config.connections();
    RequestMetrics counters = new RequestMetrics(metrics, routes);
    ConnectionGuard guard = new ConnectionGuard(limits, counters);
    connector.addBean(guard);
    server.addBean(new NetworkConnectionLimit(limits.max(), server));
    server.setErrorHandler(new ProblemErrorHandler());
    ReplySender sender = new ReplySender(memory, counters, limits.patience());
    server.setHandler(new GracefulHandler(new ApiHandler(router, counters, memory, sender, guard)));
    long pause = Math.min(SWEEP_MS_MAX, limits.patience().toMillis() / 4 + 1);
    var unused = sweeper.scheduleWithFixedDelay(guard::sweep, pause, pause, TimeUnit.MILLISECONDS);
    server.setStopTimeout(config.stopTimeout().toMillis());
    server.setStopAtShutdown(false);
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    // An id may hold an encoded slash or anything else. No path leads to a file, and paths are
    // cut before they are decoded, so that nothing here is ambiguous.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }

  /**
   * Starts a server; when it returns, requests are answered.
   *
   * @param metrics counts the requests, and is shown under {@code /metrics}
   * @throws PortInUseException if another process has the port
   * @throws IOException if the address cannot be listened on for another reason
   */
  public static RestServer start(
      RestConfig config, ConceptService service, PrometheusMeterRegistry metrics)
      throws IOException {
    RestServer rest = new RestServer(config, service, metrics);
    try {
      rest.server.start();
    } catch (Exception e) {
      rest.close();
      throw notStarted(config, e);
    }
    LOG.info("listening on http://{}:{}", config.host(), rest.port());
    return rest;
  }

  private static IOException notStarted(RestConfig config, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind && RestPort.isInUse(bind)) {
        return new PortInUseException(config.host(), config.port(), e);
      }
    }
    return new IOException(
        "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** What it answers, for the test that holds the OpenAPI page to it. */
  List<Route> routes() {
    return routes;
  }

  /** Takes no more requests, waits for the running ones within the stop timeout; idempotent. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the HTTP server did not stop cleanly", e);
    } finally {
      sweeper.shutdownNow();
      deadline.close();
      server.destroy();
    }
  }
}
