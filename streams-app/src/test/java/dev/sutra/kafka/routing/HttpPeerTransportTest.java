package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies over HTTP, and the memory that they are counted in. */
// Fields are set by start().
@SuppressWarnings("NullAway.Init")
class HttpPeerTransportTest {
  private static final int REPLY_BYTES = 100_000;
  private static final int MEMORY_BYTES = 5 * REPLY_BYTES;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] QUESTION = "question".getBytes(UTF_8);

  private final Semaphore free = new Semaphore(MEMORY_BYTES);
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpServer server;
  private HttpPeerTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(task -> Thread.startVirtualThread(task));
    server.createContext(
        "/whole",
        exchange -> {
          exchange.sendResponseHeaders(200, REPLY_BYTES);
          exchange.getResponseBody().write(new byte[REPLY_BYTES]);
          exchange.close();
        });
    // Announces a reply, and waits in the middle of it.
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, REPLY_BYTES);
          OutputStream body = exchange.getResponseBody();
          body.write(new byte[REPLY_BYTES / 2]);
          body.flush();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    go.countDown();
    transport.close();
    server.stop(0);
  }

  private byte[] send(String path, Duration timeout) throws IOException, InterruptedException {
    transport =
        new HttpPeerTransport(
            path,
            new PeerMemory() {
              @Override
              public boolean take(long bytes, Duration patience) throws InterruptedException {
                return free.tryAcquire((int) bytes, patience.toMillis(), TimeUnit.MILLISECONDS);
              }

              @Override
              public void give(long bytes) {
                free.release((int) bytes);
              }
            });
    HostInfo peer = new HostInfo("127.0.0.1", server.getAddress().getPort());
    return transport.send(peer, QUESTION, timeout);
  }

  @Test
  void aReplyIsCountedWhileItArrives() throws Exception {
    assertArrayEquals(new byte[REPLY_BYTES], send("/whole", LONG));
    assertEquals(MEMORY_BYTES, free.availablePermits());
    // One byte less than the reply and its array take.
    free.acquire(MEMORY_BYTES - 2 * REPLY_BYTES + 1);
    IOException e = assertThrows(IOException.class, () -> send("/whole", Duration.ofMillis(300)));
    assertTrue(
        String.valueOf(e.getMessage()).contains("no memory")
            || String.valueOf(e.getMessage()).contains("did not answer within 300 ms"),
        e::toString);
    free.release(MEMORY_BYTES - 2 * REPLY_BYTES + 1);
    assertArrayEquals(new byte[REPLY_BYTES], send("/whole", LONG));
  }

  @Test
  void aReplyThatIsGivenUpIsNotCountedAnyMore() {
    assertThrows(IOException.class, () -> send("/slow", Duration.ofMillis(500)));
    Awaitility.await().until(() -> free.availablePermits() == MEMORY_BYTES);
  }

  @Test
  void aReplyWaitsForMemory() throws Exception {
    free.acquire(MEMORY_BYTES);
    Thread.startVirtualThread(
        () -> {
          Awaitility.await().until(free::hasQueuedThreads);
          free.release(MEMORY_BYTES);
        });
    assertArrayEquals(new byte[REPLY_BYTES], send("/whole", LONG));
  }
}
