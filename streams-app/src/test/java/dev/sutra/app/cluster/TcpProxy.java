package dev.sutra.app.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stands between clients and a server on the loopback address, and behaves like a bad network.
 *
 * <p>Safe for use by several threads; a change of the network applies to open connections, too.
 */
public final class TcpProxy implements AutoCloseable {
  /** What the network does. */
  public enum Network {
    /** It passes everything on. */
    GOOD,
    /** It passes everything on, late. */
    DELAYED,
    /** It closes connections, and new ones at once. */
    DROPPED,
    /** It keeps connections open, passes on what clients send, and loses the answers. */
    HALF_CLOSED,
    /** It passes on what clients send, and answers with other bytes. */
    GARBAGE,
    /** It accepts connections, and passes nothing on. */
    SILENT
  }

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int CONNECT_MS = 5_000;

  private final ServerSocket listener;
  private final int targetPort;
  private final long delayMs;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Network network = Network.GOOD;
  private volatile boolean closed;

  /**
   * Starts one, with a good network.
   *
   * @param targetPort where the server listens; it need not listen yet
   * @param delayMs how late a delayed network is
   */
  public TcpProxy(int targetPort, long delayMs) throws IOException {
    this.targetPort = targetPort;
    this.delayMs = delayMs;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Changes the network. */
  public void set(Network changed) {
    network = changed;
    if (changed != Network.DELAYED) {
      // A connection that lost bytes cannot go on.
      open.forEach(TcpProxy::closeQuietly);
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or the client was gone at once.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(client);
    open.add(server);
    try {
      if (network == Network.DROPPED || closed) {
        throw new IOException("dropped");
      }
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_MS);
      Thread.ofVirtual().start(() -> pass(client, server, false));
      pass(server, client, true);
    } catch (IOException e) {
      end(client, server);
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (network == Network.DELAYED) {
          Thread.sleep(delayMs);
        }
        if (answers && network == Network.GARBAGE) {
          ThreadLocalRandom.current().nextBytes(buffer);
        }
        if (network != Network.SILENT && !(answers && network == Network.HALF_CLOSED)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One side is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    closeQuietly(one);
    closeQuietly(other);
    open.remove(one);
    open.remove(other);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    open.forEach(TcpProxy::closeQuietly);
  }
}
