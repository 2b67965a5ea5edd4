package dev.sutra.app.rest;

import dev.sutra.app.registry.FileSchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
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
  private static final int CONNECTIONS_MAX = 2048;
  private static final int CONNECTIONS_PER_ADDRESS_MAX = 1024;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  private static final int THREADS_MAX = 16;

  private final Server server;
  private final ServerConnector connector;
  private final Deadline deadline;
  private final List<Route> routes;

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
    connector.setIdleTimeout(IDLE_TIMEOUT_MS);
    server.addConnector(connector);
    connector.addBean(new AddressLimit(CONNECTIONS_PER_ADDRESS_MAX));
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
    server.setErrorHandler(new ProblemErrorHandler());
    server.setHandler(
        new GracefulHandler(new ApiHandler(router, new RequestMetrics(metrics, routes), memory)));
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
      deadline.close();
      server.destroy();
    }
  }
}
