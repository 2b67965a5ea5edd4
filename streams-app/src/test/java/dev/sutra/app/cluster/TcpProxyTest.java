package dev.sutra.app.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.app.cluster.TcpProxy.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int TIMEOUT_MS = 500;

  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws Exception {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echo);
    proxy = new TcpProxy(server.getLocalPort(), 50);
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (client) {
                    client.getInputStream().transferTo(client.getOutputStream());
                  } catch (IOException e) {
                    // The client is gone.
                  }
                });
      } catch (IOException e) {
        return;
      }
    }
  }

  private Socket client() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(TIMEOUT_MS);
    return client;
  }

  private static int ask(Socket client) throws IOException {
    client.getOutputStream().write(7);
    return client.getInputStream().read();
  }

  @Test
  void aGoodAndADelayedNetworkPassEverythingOn() throws Exception {
    try (Socket client = client()) {
      assertEquals(7, ask(client));
      proxy.set(Network.DELAYED);
      assertEquals(7, ask(client));
    }
  }

  @Test
  void aHalfClosedNetworkLosesAnswersAndKeepsTheConnection() throws Exception {
    proxy.set(Network.HALF_CLOSED);
    try (Socket client = client()) {
      assertThrows(SocketTimeoutException.class, () -> ask(client));
    }
  }

  @Test
  void aSilentNetworkPassesNothingOn() throws Exception {
    proxy.set(Network.SILENT);
    try (Socket client = client()) {
      assertThrows(SocketTimeoutException.class, () -> ask(client));
    }
  }

  @Test
  void garbageHasTheLengthOfTheAnswer() throws Exception {
    proxy.set(Network.GARBAGE);
    try (Socket client = client()) {
      byte[] question = new byte[64];
      client.getOutputStream().write(question);
      byte[] answer = client.getInputStream().readNBytes(question.length);
      assertFalse(Arrays.equals(question, answer));
    }
  }

  @Test
  void aDroppedNetworkEndsConnectionsUntilItIsGoodAgain() throws Exception {
    try (Socket client = client()) {
      assertEquals(7, ask(client));
      proxy.set(Network.DROPPED);
      assertIsEnded(client);
    }
    try (Socket client = client()) {
      assertIsEnded(client);
    }
    proxy.set(Network.GOOD);
    try (Socket client = client()) {
      assertEquals(7, ask(client));
    }
  }

  private static void assertIsEnded(Socket client) throws IOException {
    int answer;
    try {
      answer = ask(client);
    } catch (SocketException e) {
      answer = -1;
    }
    assertEquals(-1, answer);
  }
}
