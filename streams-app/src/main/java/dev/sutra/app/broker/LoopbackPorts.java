package dev.sutra.app.broker;

import dev.sutra.app.message.Causes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The two ports of a broker on the loopback address.
 *
 * @param broker where clients connect
 * @param controller where the broker connects to its controller, in the same process
 */
record LoopbackPorts(int broker, int controller) {
  static final String HOST = "127.0.0.1";

  /**
   * Checks that a port is free, and picks free ports for the rest. If another process takes one
   * before Kafka binds it, Kafka fails to start.
   *
   * @param broker the port wanted, or 0 for any
   * @throws BrokerException if the port wanted is in use
   */
  static LoopbackPorts choose(int broker) {
    // Open at once, so that they differ.
    try (ServerSocket first = bind(broker);
        ServerSocket second = bind(0)) {
      return new LoopbackPorts(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new BrokerException("no free port can be found on " + HOST, e);
    }
  }

  private static ServerSocket bind(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      return socket;
    } catch (IOException e) {
      throw new BrokerException(
          "port " + port + " on " + HOST + " cannot be used: " + Causes.of(e), e);
    }
  }
}
