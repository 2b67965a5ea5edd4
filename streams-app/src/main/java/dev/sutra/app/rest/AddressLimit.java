package dev.sutra.app.rest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections of an address that has too many, so that one host leaves room for the others.
 * Thread-safe.
 */
final class AddressLimit implements Connection.Listener {
  private final int connectionsMax;
  private final Map<InetAddress, Integer> connections = new ConcurrentHashMap<>();

  AddressLimit(int connectionsMax) {
    this.connectionsMax = connectionsMax;
  }

  @Override
  public void onOpened(Connection connection) {
    InetAddress address = address(connection);
    if (address != null && connections.merge(address, 1, Integer::sum) > connectionsMax) {
      connection.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    InetAddress address = address(connection);
    if (address != null) {
      connections.computeIfPresent(address, (known, count) -> count > 1 ? count - 1 : null);
    }
  }

  private static @Nullable InetAddress address(Connection connection) {
    SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress socket ? socket.getAddress() : null;
  }
}
