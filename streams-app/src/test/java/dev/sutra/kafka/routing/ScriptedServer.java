package dev.sutra.kafka.routing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A server that does on each connection what its script says, and closes it then. */
final class ScriptedServer implements AutoCloseable {
  interface Script {
    void run(InputStream in, OutputStream out) throws Exception;
  }

  private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();

  ScriptedServer(Script script) throws IOException {
    Thread.startVirtualThread(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              connections.incrementAndGet();
              Thread.startVirtualThread(() -> run(script, socket));
            } catch (IOException e) {
              // It was closed.
            }
          }
        });
  }

  private static void run(Script script, Socket socket) {
    try (socket) {
      script.run(socket.getInputStream(), socket.getOutputStream());
    } catch (Exception e) {
      // The other end is gone.
    }
  }

  /**
   * Reads a request to its end.
   *
   * @return its head
   */
  static String readRequest(InputStream in, int bodyBytes) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException();
      }
      head.append((char) c);
    }
    in.readNBytes(bodyBytes);
    return head.toString();
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many were accepted. */
  int connections() {
    return connections.get();
  }

  void awaitConnections(int count) {
    Awaitility.await().until(() -> connections() == count);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
