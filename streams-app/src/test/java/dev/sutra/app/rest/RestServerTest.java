package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.rest.http.PortInUseException;
import dev.sutra.app.rest.http.RestConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RestServerTest {
  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture().withAnimals();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rest.server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void healthReportsReadiness() throws Exception {
    assertEquals("live", RestFixture.json(rest.get("/health/live")).path("status").asText());
    assertEquals(200, rest.get("/health/ready").statusCode());
    rest.service.notReady = "restoring partition 3";
    HttpResponse<String> response = rest.get("/health/ready");
    BadRequestTest.problem(503, "restoring partition 3", response);
    assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
    assertEquals(200, rest.get("/health/live").statusCode());
  }

  @Test
  void unavailableServiceIsA503WithRetryAfter() throws Exception {
    rest.service.before =
        () -> {
          throw ServiceException.unavailable("the broker is unavailable", Duration.ofMillis(2500));
        };
    HttpResponse<String> read = rest.get("/v1/stats");
    BadRequestTest.problem(503, "the broker is unavailable", read);
    assertEquals("3", read.headers().firstValue("Retry-After").orElse(""));
    BadRequestTest.problem(
        503, "the broker is unavailable", rest.send("PUT", "/v1/concepts/a", "{\"text\":\"x\"}"));
  }

  @Test
  void serviceThatIsLateIsGivenUp() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    rest.service.before =
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return null;
        };
    BadRequestTest.problem(504, "no answer within 1 ms", rest.get("/v1/stats?timeout_ms=1"));
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    rest.service.before =
        () -> {
          throw ServiceException.timeout("position 0-9 is not visible yet");
        };
    BadRequestTest.problem(504, "position 0-9", rest.get("/v1/stats"));
  }

  @Test
  void internalErrorShowsOnlyAnId() throws Exception {
    rest.service.before =
        () -> {
          throw new IllegalStateException("secret /path");
        };
    HttpResponse<String> response = rest.get("/v1/stats");
    JsonNode problem = BadRequestTest.problem(500, "internal server error", response);
    assertTrue(problem.path("instance").asText().startsWith("urn:uuid:"));
    assertFalse(response.body().contains("secret"));
    rest.service.before =
        () -> {
          throw new StackOverflowError("deep");
        };
    BadRequestTest.problem(500, "internal server error", rest.get("/v1/stats"));
  }

  @Test
  void headIsGetWithoutABody() throws Exception {
    HttpResponse<String> head = rest.send("HEAD", "/v1/concepts/dog", null, null);
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertTrue(head.headers().firstValueAsLong("Content-Length").orElse(0) > 100);
    assertEquals(404, rest.send("HEAD", "/v1/concepts/cow", null, null).statusCode());
    assertEquals(405, rest.send("HEAD", "/v1/similar", null, null).statusCode());
  }

  @Test
  void optionsReturnsTheMethods() throws Exception {
    HttpResponse<String> options = rest.send("OPTIONS", "/v1/stats", null, null);
    assertEquals(204, options.statusCode());
    assertEquals("GET, HEAD, OPTIONS", options.headers().firstValue("Allow").orElse(""));
    assertEquals(404, rest.send("OPTIONS", "/nowhere", null, null).statusCode());
  }

  @Test
  void metricsCountByRouteAndNotByPath() throws Exception {
    rest.get("/v1/concepts/dog");
    rest.get("/v1/concepts/cow");
    rest.get("/some/where");
    rest.send("FROB", "/v1/stats", null, null);
    HttpResponse<String> response = rest.get("/metrics");
    assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
    String metrics = response.body();
    String concept = "method=\"GET\",route=\"/v1/concepts/{id}\",status=";
    assertTrue(metrics.contains("sutra_http_requests_seconds_count{" + concept + "\"200\"} 1"));
    assertTrue(metrics.contains("sutra_http_requests_seconds_count{" + concept + "\"404\"} 1"));
    assertTrue(metrics.contains("sutra_http_requests_seconds_bucket{" + concept));
    assertTrue(metrics.contains("method=\"GET\",route=\"unmatched\",status=\"404\""));
    assertTrue(metrics.contains("method=\"other\",route=\"unmatched\",status=\"405\""));
    assertTrue(metrics.contains("sutra_http_requests_in_flight{route=\"/metrics\"} 1.0"));
    assertTrue(metrics.contains("sutra_http_requests_in_flight{route=\"/v1/stats\"} 0.0"));
    assertFalse(metrics.contains("cow"));
    assertFalse(metrics.contains("FROB"));
  }

  @Test
  void requestThatIsNotHttpIsAProblem() throws Exception {
    String bad = raw("GET /v1/stats HTTP/1.1\r\nno colon\r\n\r\n");
    assertTrue(bad.startsWith("HTTP/1.1 400"), bad);
    assertTrue(bad.contains("application/problem+json"), bad);
    assertTrue(bad.contains("not valid HTTP"), bad);
    String header = "X: " + "x".repeat(20_000);
    String large = raw("GET /v1/stats HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
    assertTrue(large.startsWith("HTTP/1.1 431"), large);
    assertTrue(large.contains("headers are too large"), large);
    String uri = raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(uri.startsWith("HTTP/1.1 414"), uri);
  }

  @Test
  void bodyOfUnknownLengthIsLimitedToo() throws Exception {
    String head = "POST /v1/similar HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    StringBuilder request = new StringBuilder(head);
    request.append("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    request.append(chunk.repeat(17)).append("0\r\n\r\n");
    assertTrue(raw(request.toString()).startsWith("HTTP/1.1 413"));
  }

  @Test
  void pathsAsProxiesAndPeopleSendThem() throws Exception {
    String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assertTrue(raw("GET /v1/../v1/stats" + end).startsWith("HTTP/1.1 404"));
    assertTrue(raw("GET http://localhost/v1/stats" + end).startsWith("HTTP/1.1 200"));
    String latin1 = raw("GET /v1/concepts/d\u00e9" + end);
    assertTrue(latin1.startsWith("HTTP/1.1 400"), latin1);
    for (String path : List.of("/v1/search?q=%zz", "/v1/search?q=%F")) {
      String answer = raw("GET " + path + end);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("contains a percent sign without two"), answer);
    }
    for (String path : List.of("/v1/concepts/%z1", "/v1/concepts/a%00b")) {
      String answer = raw("GET " + path + end);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("path not validly encoded"), answer);
    }
  }

  @Test
  void answersAreNotCachedAndNameNoServer() throws Exception {
    HttpResponse<String> response = rest.get("/");
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(response.headers().firstValue("Server").isEmpty());
    assertEquals("Sutra", RestFixture.json(response).path("name").asText());
  }

  @Test
  void portInUseIsNamed() {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RestConfig config = RestConfig.of("127.0.0.1", rest.server.port());
    PortInUseException e =
        assertThrows(
            PortInUseException.class,
            () -> RestServer.start(config, new FakeConceptService(), List.of(), metrics));
    assertEquals(
        "127.0.0.1:" + rest.server.port() + " is in use by another process; choose another port",
        e.getMessage());
  }

  @Test
  void addressThatIsNotOursIsNamed() {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                RestServer.start(
                    RestConfig.of("192.0.2.1", 0), new FakeConceptService(), List.of(), metrics));
    assertTrue(String.valueOf(e.getMessage()).contains("192.0.2.1:0"), e.getMessage());
  }

  @Test
  void requestsBeyondTheLimitAreTurnedAway() throws Exception {
    CountDownLatch go = rest.holdQueries();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i <= RestConfig.REQUESTS_MAX; i++) {
      answers.add(rest.getAsync("/v1/stats?timeout_ms=60000"));
    }
    CompletableFuture<?>[] all = answers.toArray(CompletableFuture<?>[]::new);
    CompletableFuture.anyOf(all).get(30, TimeUnit.SECONDS);
    go.countDown();
    CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
    long served = answers.stream().filter(a -> a.join().statusCode() == 200).count();
    assertEquals(RestConfig.REQUESTS_MAX, served);
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      if (answer.join().statusCode() != 200) {
        BadRequestTest.problem(503, "requests at once", answer.join());
      }
    }
  }

  @Test
  void closeLetsRunningRequestsEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    rest.service.before =
        () -> {
          running.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return null;
        };
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rest.get("/v1/stats").statusCode();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertTrue(running.await(10, TimeUnit.SECONDS));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(rest.server::close);
    go.countDown();
    assertEquals(200, answer.get(10, TimeUnit.SECONDS));
    closing.get(10, TimeUnit.SECONDS);
    rest.server.close();
  }
}
