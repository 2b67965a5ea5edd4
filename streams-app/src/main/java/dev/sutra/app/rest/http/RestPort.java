package dev.sutra.app.rest.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks early whether a port is free. */
public final class RestPort {
  private RestPort() {}

  /**
   * Binds a port and releases it. Another process may still take it afterwards.
   *
   * @param port 0: nothing is checked
   * @throws PortInUseException if another process listens there
   */
  public static void checkFree(String host, int port) throws PortInUseException {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      if (isInUse(e)) {
        throw new PortInUseException(host, port, e);
      }
    } catch (IOException e) {
      // The server reports what is wrong with the address.
      return;
    }
  }

  /**
   * The port to listen on, known before the server starts: a free one for 0. Another process may
   * still take it.
   *
   * @throws PortInUseException if another process listens there
   */
  public static int choose(String host, int port) throws PortInUseException {
    checkFree(host, port);
    if (port != 0) {
      return port;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      // The server reports what is wrong with the address.
      return port;
    }
  }

  /** Whether a bind failed since another process listens there. */
  static boolean isInUse(BindException e) {
    return String.valueOf(e.getMessage()).contains("in use");
  }
}
