package dev.sutra.app.rest.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections above the limit of their address, and connections whose request line and
 * headers arrive too slowly, which the idle timeout does not detect. Thread-safe.
 */
final class ConnectionGuard implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);

  /** What is known of a connection. */
  private static final class State {
    final String address;
    // Between requests: the bytes received before, and when the first byte of the next head was
    // seen.
    boolean inRequest;
    long bytesBefore;
    boolean headBegan;
    long headBeganNanos;

    State(String address) {
      this.address = address;
    }
  }

  private final ConnectionLimits limits;
  private final RequestMetrics metrics;
  private final Map<Connection, State> states = new ConcurrentHashMap<>();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

  ConnectionGuard(ConnectionLimits limits, RequestMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public void onOpened(Connection connection) {
    State state = new State(address(connection));
    states.put(connection, state);
    if (perAddress.merge(state.address, 1, Integer::sum) > limits.perAddressMax()) {
      LOG.debug("{} has too many connections", state.address);
      metrics.connectionCut();
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    State state = states.remove(connection);
    if (state != null) {
      perAddress.computeIfPresent(state.address, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** A request's head has arrived. */
  void requestBegins(Connection connection) {
    State state = states.get(connection);
    if (state != null) {
      synchronized (state) {
        state.inRequest = true;
      }
    }
  }

  /** A request is answered; called before the next one can begin. */
  void requestEnds(Connection connection) {
    State state = states.get(connection);
    if (state != null) {
      synchronized (state) {
        state.inRequest = false;
        state.headBegan = false;
        state.bytesBefore = connection.getBytesIn();
      }
    }
  }

  /** Closes the connections whose head is late. Called periodically. */
  void sweep() {
    long now = System.nanoTime();
    states.forEach(
        (connection, state) -> {
          if (isLate(connection, state, now)) {
            LOG.debug("the head of a request from {} is late", state.address);
            metrics.connectionCut();
            connection.getEndPoint().close();
          }
        });
  }

  private boolean isLate(Connection connection, State state, long now) {
    synchronized (state) {
      if (state.inRequest || connection.getBytesIn() == state.bytesBefore) {
        return false;
      }
      if (!state.headBegan) {
        state.headBegan = true;
        state.headBeganNanos = now;
      }
      return now - state.headBeganNanos > limits.patience().toNanos();
    }
  }

  private static String address(Connection connection) {
    SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }
}
