package dev.sutra.kafka.routing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.apache.kafka.streams.state.HostInfo;

/** Connections to other instances, which are kept for the next request. Thread-safe. */
final class PeerConnections implements AutoCloseable {
  private static final int PER_PEER_MAX = 128;
  private static final long CONNECT_MILLIS_MAX = 2_000;
  // Servers close idle connections, Jetty and that of the JDK after 30 seconds.
  private static final int KEPT_SECONDS = 20;

  private final HttpConnectionFactory<? extends HttpClientConnection> factory =
      new DefaultBHttpClientConnectionFactory();
  private final LaxConnPool<HostInfo, HttpClientConnection> pool =
      new LaxConnPool<>(PER_PEER_MAX, TimeValue.NEG_ONE_MILLISECOND, PoolReusePolicy.LIFO, null);
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("sutra-peer-deadlines").daemon().factory());

  PeerConnections() {
    deadlines.setRemoveOnCancelPolicy(true);
    var unused =
        deadlines.scheduleWithFixedDelay(
            pool::closeExpired, KEPT_SECONDS, KEPT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Takes a kept connection, or opens one. It is closed at the deadline, whatever the other end
   * does.
   *
   * @param deadline as {@link System#nanoTime}
   * @throws IOException if there is none in time
   */
  Lease lease(HostInfo peer, long deadline) throws IOException, InterruptedException {
    PoolEntry<HostInfo, HttpClientConnection> entry = take(peer, deadline);
    boolean kept = entry.hasConnection();
    try {
      if (!kept) {
        entry.assignConnection(connect(peer, deadline));
      }
      return new Lease(entry, kept, deadline);
    } catch (IOException | RuntimeException e) {
      pool.release(entry, false);
      throw e;
    }
  }

  private PoolEntry<HostInfo, HttpClientConnection> take(HostInfo peer, long deadline)
      throws IOException, InterruptedException {
    long left = Math.max(1, deadline - System.nanoTime());
    Future<PoolEntry<HostInfo, HttpClientConnection>> lease =
        pool.lease(peer, null, Timeout.of(left, TimeUnit.NANOSECONDS), null);
    try {
      return lease.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("all connections to it are in use", e);
    } finally {
      lease.cancel(true);
    }
  }

  private HttpClientConnection connect(HostInfo peer, long deadline) throws IOException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(peer.host(), peer.port()),
          (int) Math.clamp(left, 1, CONNECT_MILLIS_MAX));
      return factory.createConnection(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    pool.close(CloseMode.IMMEDIATE);
  }

  /** The use of a connection for one request. Used by one thread. */
  final class Lease implements AutoCloseable {
    private final PoolEntry<HostInfo, HttpClientConnection> entry;
    private final boolean kept;
    private final ScheduledFuture<?> end;
    private boolean reusable;

    private Lease(PoolEntry<HostInfo, HttpClientConnection> entry, boolean kept, long deadline) {
      this.entry = entry;
      this.kept = kept;
      HttpClientConnection connection = entry.getConnection();
      this.end =
          deadlines.schedule(
              () -> connection.close(CloseMode.IMMEDIATE),
              deadline - System.nanoTime(),
              TimeUnit.NANOSECONDS);
    }

    HttpClientConnection connection() {
      return entry.getConnection();
    }

    /** Whether it was used for a request before. */
    boolean isKept() {
      return kept;
    }

    /** The reply was read to its end: the connection is kept at {@link #close}. */
    void keep() {
      reusable = true;
    }

    @Override
    public void close() {
      boolean intact = end.cancel(false) && reusable && entry.getConnection().isOpen();
      entry.updateExpiry(TimeValue.ofSeconds(KEPT_SECONDS));
      pool.release(entry, intact);
    }
  }
}
