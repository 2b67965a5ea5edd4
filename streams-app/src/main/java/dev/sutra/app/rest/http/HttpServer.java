package dev.sutra.app.rest.http;

import io.micrometer.core.instrument.MeterRegistry;
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

/** A Jetty server for a list of routes, with bounded connections and memory. Thread-safe. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  // A socket reports room only once a third of its buffer is free. With a larger buffer, a slow
  // reader would seem to pause for longer than it may.
  private static final int SEND_BUFFER_BYTES = 128 * 1024;
  private static final long SWEEP_MS_MAX = 1_000;
  private static final int THREADS_MAX = 16;

  private final Server server;
  private final ServerConnector connector;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("http-sweep").daemon().factory());

  private HttpServer(
      RestConfig config, List<Route> routes, RequestMemory memory, MeterRegistry metrics) {
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
    Router router = new Router(routes);
    RequestGuard requests = new RequestGuard(config.access(), config.host());
    server.setHandler(
        new GracefulHandler(new ApiHandler(router, requests, counters, memory, sender, guard)));
    long pause = Math.min(SWEEP_MS_MAX, limits.patience().toMillis() / 4 + 1);
    var unused = sweeper.scheduleWithFixedDelay(guard::sweep, pause, pause, TimeUnit.MILLISECONDS);
    server.setStopTimeout(config.stopTimeout().toMillis());
    server.setStopAtShutdown(false);
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    // An id may contain any character, an encoded slash included. Paths are split before they are
    // decoded and never name files, so an encoded slash is not ambiguous here.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }

  /**
   * Starts a server; when it returns, requests are answered.
   *
   * @param memory heap that requests may use
   * @param metrics where requests are counted
   * @throws PortInUseException if another process has the port
   * @throws IOException if the address cannot be listened on for another reason
   */
  public static HttpServer start(
      RestConfig config, List<Route> routes, RequestMemory memory, MeterRegistry metrics)
      throws IOException {
    HttpServer http = new HttpServer(config, routes, memory, metrics);
    try {
      http.server.start();
      return http;
    } catch (Exception e) {
      http.close();
      throw notStarted(config, e);
    }
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

  /** Rejects new requests and waits for running ones within the stop timeout. Idempotent. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the HTTP server did not stop cleanly", e);
    } finally {
      sweeper.shutdownNow();
      server.destroy();
    }
  }
}
