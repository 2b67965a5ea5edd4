package dev.sutra.app.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sutra.app.rest.http.ConnectionLimits;
import dev.sutra.app.rest.http.RestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Connections are bounded in number, and those that trickle or stop are cut. */
// Each test starts its own server.
@SuppressWarnings("NullAway.Init")
final class ConnectionsTest {
  private static final Duration NEVER = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMillis(300);
  private static final int LARGE_ITEMS = 256;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<RawClient> clients = new ArrayList<>();
  private RestFixture rest;

  private void start(int perAddress, Duration patience) throws Exception {
    ConnectionLimits limits = new ConnectionLimits(2000, perAddress, patience);
    rest = new RestFixture(RestConfig.of("127.0.0.1", 0).withConnections(limits)).withAnimals();
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() throws IOException {
    root.detachAppender(log);
    for (RawClient client : clients) {
      client.close();
    }
    rest.close();
  }

  private RawClient client() throws IOException {
    RawClient client = new RawClient(rest);
    clients.add(client);
    return client;
  }

  private double counter(String name) {
    return rest.metrics.get(name).counter().count();
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
        .toList();
  }

  private static void drip(ScheduledExecutorService drops, RawClient client, String drop) {
    var unused =
        drops.scheduleAtFixedRate(
            () -> {
              try {
                client.send(drop);
              } catch (IOException e) {
                // Cut, as it should be; the task ends.
                throw new UncheckedIOException(e);
              }
            },
            0,
            20,
            TimeUnit.MILLISECONDS);
  }

  @Test
  void aHeadThatTricklesIsCutAndAnIdleConnectionIsNot() throws Exception {
    start(1000, SOON);
    RawClient idle = client().get("/health/live");
    assertEquals("HTTP/1.1 200 OK", idle.line());
    RawClient first = client().send("GET /v1/stats HTTP/1.1\r\nX: ");
    RawClient second = client().get("/health/live").send("GET /v1/stats HTT");
    try (ScheduledExecutorService drops = Executors.newScheduledThreadPool(1)) {
      drip(drops, first, "x");
      drip(drops, second, "P");
      assertEquals("", first.rest());
      assertTrue(second.rest().contains("\"live\""));
      drops.shutdownNow();
    }
    assertEquals(2, counter("sutra.http.connections.cut"));
    idle.get("/health/ready").socket.shutdownOutput();
    assertTrue(idle.rest().contains("\"ready\""));
    assertEquals(List.of(), warnings());
  }

  @Test
  void aTricklingBodyIsRejectedAndClosed() throws Exception {
    start(1000, NEVER);
    RawClient chunked =
        client()
            .send(
                String.join(
                    "\r\n",
                    "POST /v1/similar HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked",
                    "\r\n"));
    RawClient counted = client().similar(100_000, "");
    // A body that no route takes is drained no longer than another is read.
    RawClient unwanted =
        client()
            .send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
    try (ScheduledExecutorService drops = Executors.newScheduledThreadPool(1)) {
      drip(drops, chunked, "1\r\n \r\n");
      drip(drops, counted, " ");
      drip(drops, unwanted, " ");
      assertTrue(chunked.line().startsWith("HTTP/1.1 408"));
      assertTrue(counted.line().startsWith("HTTP/1.1 408"));
      assertTrue(unwanted.line().startsWith("HTTP/1.1 404"));
      for (RawClient client : clients) {
        assertFalse(client.rest().isEmpty());
      }
      drops.shutdownNow();
    }
    assertEquals(List.of(), warnings());
  }

  @Test
  void anAddressHasSoManyConnectionsAndNoMore() throws Exception {
    // The fixture's own client keeps one.
    start(5, NEVER);
    for (int i = 0; i < 4; i++) {
      assertEquals("HTTP/1.1 200 OK", client().get("/health/live").line());
    }
    assertEquals("", client().rest());
    assertEquals(1, counter("sutra.http.connections.cut"));
    clients.getFirst().close();
    await()
        .ignoreExceptions()
        .until(() -> client().get("/health/live").line().equals("HTTP/1.1 200 OK"));
  }

  @Test
  void healthIsAnsweredWhenAllPermitsAreTaken() throws Exception {
    start(1000, NEVER);
    CountDownLatch go = rest.holdQueries();
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i <= RestConfig.REQUESTS_MAX; i++) {
      waiting.add(rest.getAsync("/v1/stats?timeout_ms=60000"));
    }
    // The first answer is that of the request for which no permit was left.
    CompletableFuture<?>[] all = waiting.toArray(CompletableFuture<?>[]::new);
    CompletableFuture.anyOf(all).get(60, TimeUnit.SECONDS);
    var inFlight = rest.metrics.get("sutra.http.requests.in.flight").tag("route", "/v1/stats");
    await().until(() -> inFlight.gauge().value() == RestConfig.REQUESTS_MAX);
    assertEquals(200, rest.get("/health/live").statusCode());
    assertEquals(200, rest.get("/health/ready").statusCode());
    go.countDown();
    CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
    waiting.removeIf(answer -> answer.join().statusCode() == 200);
    assertEquals(1, waiting.size());
    BadRequestTest.problem(503, "at once", waiting.getFirst().join());
  }

  @Test
  void aReaderThatStopsIsCutAndItsBytesAreFree() throws Exception {
    start(1000, SOON);
    String text = "large " + "x".repeat(60_000);
    for (int i = 0; i < LARGE_ITEMS; i++) {
      rest.send("PUT", "/v1/concepts/large" + i, "{\"text\":\"" + text + "\"}");
    }
    String path = "/v1/search?q=large&limit=" + LARGE_ITEMS;
    for (int i = 0; i < 2; i++) {
      assertEquals("HTTP/1.1 200 OK", client().get(path).line());
    }
    await().until(() -> counter("sutra.http.answers.not.taken") == 2);
    for (RawClient client : clients) {
      String part = client.rest();
      assertTrue(part.length() < 60_000 * LARGE_ITEMS, "bytes: " + part.length());
    }
    HttpResponse<String> whole = rest.get(path);
    assertEquals(LARGE_ITEMS, RestFixture.json(whole).path("items").size());
    assertEquals(List.of(), warnings());
  }

  @Test
  void whatIsNotHttpFillsNoLog() throws Exception {
    start(1000, NEVER);
    for (String request :
        List.of(
            "GET /v1/stats HTTP/1.1\r\nno colon\r\n\r\n",
            "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
            "\u0016\u0003\u0001 hello",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /v1/concepts/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nConnection: close\r\n\r\n")) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = new RawClient(rest).send(request)) {
          client.socket.shutdownOutput();
          String answer = client.rest();
          assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 "), answer);
          assertFalse(answer.startsWith("HTTP/1.1 500"), answer);
        }
      }
      new RawClient(rest).send(request).reset();
      new RawClient(rest).get("/v1/stats").reset();
    }
    assertEquals(200, rest.get("/v1/stats").statusCode());
    assertEquals(List.of(), warnings());
  }
}
