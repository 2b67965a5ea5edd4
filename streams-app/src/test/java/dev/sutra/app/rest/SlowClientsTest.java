package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.rest.http.RestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Clients that send or read slowly, break off or send what is no HTTP. */
final class SlowClientsTest {
  private static final String SLOW_BODY = put("slow", "Content-Length: 100000") + "{\"te";
  private static final String CHUNKED = put("a", "Transfer-Encoding: chunked");
  // More than the buffers of a socket take.
  private static final int ITEMS = 320;
  private static final int READERS = 12;
  private static final String TEXT = "dog ".repeat(15_000);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Socket> sockets = new ArrayList<>();
  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture().withAnimals();
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    rest.close();
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static String put(String id, String... headers) {
    return "PUT /v1/concepts/"
        + id
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private Socket send(String request) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rest.server.port()));
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void slowBodiesKeepNobodyElseWaiting() throws Exception {
    for (int i = 0; i < 600; i++) {
      send(SLOW_BODY);
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(200, rest.get("/v1/concepts/dog").statusCode());
      assertEquals(200, rest.get("/health/live").statusCode());
      assertEquals(202, rest.send("PUT", "/v1/concepts/b", "{\"text\":\"x\"}").statusCode());
    }
    for (Socket socket : sockets) {
      String answer = answer(socket);
      assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
      assertTrue(answer.contains("the body arrived too slowly: 4 bytes"), answer);
    }
    assertEquals(200, rest.get("/v1/concepts/dog").statusCode());
    assertEquals(List.of(), warnings());
  }

  @Test
  void aBodyThatComesByteByByteIsTaken() throws Exception {
    String body = "{\"text\":\"" + "dog ".repeat(10) + "\"}";
    Socket socket = send(put("late", "Connection: close", "Content-Length: " + body.length()));
    for (byte b : body.getBytes(StandardCharsets.UTF_8)) {
      socket.getOutputStream().write(b);
      socket.getOutputStream().flush();
    }
    assertTrue(answer(socket).startsWith("HTTP/1.1 202"));
    assertEquals(200, rest.get("/v1/concepts/late").statusCode());
  }

  @Test
  void whatAClientBreaksIsNoErrorOfTheServer() throws Exception {
    for (int i = 0; i < 20; i++) {
      String answer = answer(send(CHUNKED + "zz\r\n{}\r\n"));
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
      send(SLOW_BODY).close();
      send(CHUNKED + "4\r\n{\"te").close();
    }
    Socket halfClosed = send(SLOW_BODY);
    halfClosed.shutdownOutput();
    assertTrue(answer(halfClosed).startsWith("HTTP/1.1 400"));
    Awaitility.await()
        .untilAsserted(
            () -> assertTrue(rest.get("/metrics").body().contains("status=\"400\"} 61")));
    assertEquals(List.of(), warnings());
  }

  @Test
  void errorsOfTheServerAreLoggedAtABoundedRate() throws Exception {
    rest.service.before =
        () -> {
          throw new IllegalStateException("broken");
        };
    for (int i = 0; i < 100; i++) {
      assertEquals(500, rest.get("/v1/stats").statusCode());
    }
    assertTrue(warnings().size() <= 30, warnings()::toString);
  }

  @Test
  void slowReadersAreCountedAgainstABound() throws Exception {
    rest.close();
    // Room for three answers of 19 MB at once, while they are sent.
    rest = new RestFixture(RestConfig.of(RestConfig.HOST_DEFAULT, 0).withMemory(256 << 20));
    for (int i = 0; i < ITEMS; i++) {
      rest.send("PUT", "/v1/concepts/d" + i, "{\"text\":\"" + TEXT + "\"}");
    }
    String ask =
        "GET /v1/search?q=dog&limit=1000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    List<Callable<String>> readers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(READERS);
    for (int i = 0; i < READERS; i++) {
      Socket socket = send(ask);
      readers.add(() -> readLast(socket, begun));
    }
    int whole = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> reader : threads.invokeAll(readers)) {
        String answer = reader.get();
        JsonNode json = RestFixture.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        if (answer.startsWith("HTTP/1.1 200")) {
          whole++;
          assertEquals(ITEMS, json.path("items").size());
          json.path("items").forEach(item -> assertEquals(TEXT, item.path("text").asText()));
        } else {
          assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
          assertTrue(answer.contains("Retry-After"), answer);
        }
      }
    }
    assertTrue(whole > 0 && whole < READERS, "whole answers: " + whole);
    // What was held is free again, also after readers that left in the middle.
    for (int i = 0; i < 10; i++) {
      Socket gone = send(ask);
      assertTrue(gone.getInputStream().read() > 0);
      gone.close();
    }
    Awaitility.await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = rest.get("/v1/search?q=dog&limit=1000");
              assertEquals(200, answer.statusCode());
              assertEquals(ITEMS, RestFixture.json(answer).path("items").size());
            });
    assertEquals(List.of(), warnings());
  }

  /** Reads the first byte, then nothing until every other reader has its own. */
  private static String readLast(Socket socket, CountDownLatch begun) throws Exception {
    InputStream in = socket.getInputStream();
    int first = in.read();
    begun.countDown();
    assertTrue(begun.await(60, TimeUnit.SECONDS));
    return (char) first + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
