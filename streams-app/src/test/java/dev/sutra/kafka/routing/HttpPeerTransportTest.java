package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    server.createContext(
        "/chunked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(QUESTION);
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

  private void assertFails(String reason, String path, Duration timeout) {
    IOException e = assertThrows(IOException.class, () -> send(path, timeout));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e::toString);
  }

  private byte[] send(String path, Duration timeout) throws IOException, InterruptedException {
    transport = transport(path);
    return transport.send(peer(server.getAddress().getPort()), QUESTION, timeout);
  }

  private static HostInfo peer(int port) {
    return new HostInfo("127.0.0.1", port);
  }

  private HttpPeerTransport transport(String path) {
    return new HttpPeerTransport(
        path,
        new PeerMemory() {
          @Override
          public boolean take(long bytes, Duration patience) throws InterruptedException {
            return free.tryAcquire((int) bytes, patience.toNanos(), TimeUnit.NANOSECONDS);
          }

          @Override
          public void give(long bytes) {
            free.release((int) bytes);
          }
        });
  }

  @Test
  void aReplyIsCountedWhileItArrives() throws Exception {
    assertArrayEquals(new byte[REPLY_BYTES], send("/whole", LONG));
    assertEquals(MEMORY_BYTES, free.availablePermits());
    // One byte less than the reply takes.
    free.acquire(MEMORY_BYTES - REPLY_BYTES + 1);
    assertFails("did not answer within 300 ms", "/whole", Duration.ofMillis(300));
    free.release(MEMORY_BYTES - REPLY_BYTES + 1);
    assertArrayEquals(new byte[REPLY_BYTES], send("/whole", LONG));
  }

  @Test
  void aReplyThatIsGivenUpIsNotCountedAnyMore() {
    assertThrows(IOException.class, () -> send("/slow", Duration.ofMillis(500)));
    Awaitility.await().until(() -> free.availablePermits() == MEMORY_BYTES);
  }

  @Test
  void aReplyOfUnknownLengthIsRefused() {
    assertFails("does not say how long it is", "/chunked", LONG);
  }

  /** Each byte comes in time, the reply does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 OK\r\nx-a: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"})
  void aReplyThatTricklesEndsAtTheDeadline(String begin) throws Exception {
    try (ScriptedServer trickling =
        new ScriptedServer(
            (in, out) -> {
              out.write(begin.getBytes(UTF_8));
              while (true) {
                out.write('a');
                Thread.sleep(20);
              }
            })) {
      transport = transport("/");
      IOException e =
          assertThrows(
              IOException.class,
              () -> transport.send(peer(trickling.port()), QUESTION, Duration.ofMillis(300)));
      assertEquals("it did not answer within 300 ms", e.getMessage());
      assertEquals(MEMORY_BYTES, free.availablePermits());
    }
  }

  @Test
  void aRequestThatNobodyReadsEndsAtTheDeadline() throws Exception {
    try (ScriptedServer deaf = new ScriptedServer((in, out) -> go.await())) {
      transport = transport("/");
      IOException e =
          assertThrows(
              IOException.class,
              () -> transport.send(peer(deaf.port()), new byte[64 << 20], Duration.ofMillis(300)));
      assertEquals("it did not answer within 300 ms", e.getMessage());
    }
  }

  @Test
  void anInterruptEndsTheRequest() throws Exception {
    try (ScriptedServer silent = new ScriptedServer((in, out) -> go.await())) {
      transport = transport("/");
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      Thread asking =
          Thread.startVirtualThread(
              () -> {
                try {
                  transport.send(peer(silent.port()), QUESTION, LONG);
                } catch (IOException | InterruptedException e) {
                  failure.complete(e);
                }
              });
      silent.awaitConnections(1);
      asking.interrupt();
      assertInstanceOf(InterruptedException.class, failure.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aConnectionIsKeptAndAnotherIsOpenedIfTheOtherEndHasClosedIt() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    // Each connection answers twice.
    try (ScriptedServer twice =
        new ScriptedServer(
            (in, out) -> {
              for (int i = 0; i < 2; i++) {
                heads.add(ScriptedServer.readRequest(in, QUESTION.length));
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(UTF_8));
              }
            })) {
      transport = transport("/");
      for (int i = 1; i <= 6; i++) {
        assertArrayEquals("ok".getBytes(UTF_8), transport.send(peer(twice.port()), QUESTION, LONG));
        assertEquals((i + 1) / 2, twice.connections());
      }
      for (String head : heads) {
        // A server that is asked for 100 Continue costs a round trip, and time if it says nothing.
        assertFalse(head.toLowerCase(Locale.ROOT).contains("expect"), head);
      }
    }
  }

  @Test
  void aConnectionOfAnAnswerThatEndedEarlyIsNotUsedAgain() throws Exception {
    try (ScriptedServer shorter =
        new ScriptedServer(
            (in, out) -> {
              ScriptedServer.readRequest(in, QUESTION.length);
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok".getBytes(UTF_8));
            })) {
      transport = transport("/");
      for (int i = 1; i <= 2; i++) {
        assertThrows(IOException.class, () -> transport.send(peer(shorter.port()), QUESTION, LONG));
        assertEquals(i, shorter.connections());
      }
      assertEquals(MEMORY_BYTES, free.availablePermits());
    }
  }

  @Test
  void whatIsNoHttpIsNamed() throws Exception {
    try (ScriptedServer other =
        new ScriptedServer(
            (in, out) -> out.write("SSH-2.0-x\r\nHTTP/9 x\r\n\r\n".getBytes(UTF_8)))) {
      transport = transport("/");
      assertThrows(IOException.class, () -> transport.send(peer(other.port()), QUESTION, LONG));
    }
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
