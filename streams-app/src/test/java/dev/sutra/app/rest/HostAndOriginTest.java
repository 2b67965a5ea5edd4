package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.rest.guard.Access;
import dev.sutra.app.rest.guard.AccessRules;
import dev.sutra.app.rest.http.RestConfig;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web page cannot do: reach an instance by a name of its own, or from another origin. */
class HostAndOriginTest {
  private static final String NOTES = "https://notes.example";
  private static final String BODY = "Content-Type: application/json\r\nContent-Length: 2\r\n";

  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    AccessRules rules = AccessRules.of("sutra.example", NOTES);
    rest =
        new RestFixture(
            RestConfig.of(RestConfig.HOST_DEFAULT, 0).withAccess(new Access(rules, null, false)));
    rest.withAnimals();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.2",
        "[::2]",
        "0.0.0.0:8080",
        "x.localhost",
        "sutra.example.evil",
        "example"
      })
  void aNameOfAnotherIsMisdirectedAndNothingIsWritten(String host) throws Exception {
    rest.service.lastEvent = null;
    for (String request :
        List.of(
            "PUT /v1/concepts/rebound",
            "POST /v1/events",
            "DELETE /v1/concepts/dog",
            "PUT /v1/concepts/dog/associations/t/b",
            "PUT /v1/standing-queries/q")) {
      String answer = raw(request, "Host: " + host + "\r\n" + BODY, "{}");
      assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
      assertTrue(answer.contains("http.allowed.hosts adds names"), answer);
      assertFalse(answer.contains("Access-Control"), answer);
    }
    String read = raw("GET /v1/concepts/dog", "Host: " + host + "\r\n", "");
    assertTrue(read.startsWith("HTTP/1.1 421 "), read);
    assertFalse(read.contains("domestic"), read);
    assertNull(rest.service.lastEvent);
    assertEquals(404, rest.get("/v1/concepts/rebound").statusCode());
    assertEquals(404, rest.get("/v1/standing-queries/q").statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:1",
        "localhost.",
        "127.0.0.1",
        "127.0.0.1:8080",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:80",
        "sutra.example",
        "Sutra.Example:443"
      })
  void namesOfTheInstanceAreServed(String host) throws Exception {
    String answer = raw("GET /v1/concepts/dog", "Host: " + host + "\r\n", "");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nHost: evil.example\r\n",
        "Host: a b\r\n", "Host: localhost, evil.example\r\n", "Host: user@localhost\r\n",
        "Host: localhost:99999\r\n"
      })
  void aHostThatIsNoneOrTwoIsNoValidRequest(String headers) throws Exception {
    String answer = raw("GET /v1/concepts/dog", headers, "");
    assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    assertFalse(answer.contains("domestic"), answer);
  }

  @Test
  void oldClientsNeedNoHost() throws Exception {
    try (RawClient client = new RawClient(rest).send("GET /v1/concepts/dog HTTP/1.0\r\n\r\n")) {
      assertTrue(client.line().startsWith("HTTP/1.1 200 "));
    }
    try (RawClient client =
        new RawClient(rest).send("GET /v1/concepts/dog HTTP/1.0\r\nHost: evil.example\r\n\r\n")) {
      assertTrue(client.line().startsWith("HTTP/1.1 421 "));
    }
  }

  @Test
  void theHostOfTheFirstLineCountsToo() throws Exception {
    String evil = raw("GET http://evil.example/v1/concepts/dog", "Host: localhost\r\n", "");
    assertTrue(evil.startsWith("HTTP/1.1 4"), evil);
    assertFalse(evil.contains("domestic"), evil);
    String both = raw("GET http://evil.example/v1/concepts/dog", "Host: evil.example\r\n", "");
    assertTrue(both.startsWith("HTTP/1.1 421 "), both);
    String own = raw("GET http://localhost/v1/concepts/dog", "Host: localhost\r\n", "");
    assertTrue(own.startsWith("HTTP/1.1 200 "), own);
  }

  @Test
  void healthIsAnsweredForAnyHostAndNothingElseThere() throws Exception {
    for (String path : List.of("/health/live", "/health/ready")) {
      assertTrue(raw("GET " + path, "Host: 10.0.0.1\r\n", "").startsWith("HTTP/1.1 200 "));
      assertTrue(raw("HEAD " + path, "Host: evil.example\r\n", "").startsWith("HTTP/1.1 200 "));
      assertTrue(raw("PUT " + path, "Host: evil.example\r\n", "").startsWith("HTTP/1.1 421 "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "http://localhost:3000", "null", "", "http://a/b"})
  void aPageOfAnotherOriginIsForbiddenAndWritesNothing(String origin) throws Exception {
    rest.service.lastEvent = null;
    String from = "Host: localhost:8080\r\nOrigin: " + origin + "\r\n";
    for (String request : List.of("PUT /v1/concepts/forged", "POST /v1/events")) {
      String answer = raw(request, from + BODY, "{}");
      assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
      assertTrue(answer.contains("http.allowed.origins names those that may"), answer);
      assertFalse(answer.contains("Access-Control"), answer);
    }
    String read = raw("GET /v1/concepts/dog", from, "");
    assertTrue(read.startsWith("HTTP/1.1 403 "), read);
    String preflight =
        raw("OPTIONS /v1/concepts/dog", from + "Access-Control-Request-Method: PUT\r\n", "");
    assertTrue(preflight.startsWith("HTTP/1.1 403 "), preflight);
    assertFalse(preflight.contains("Access-Control"), preflight);
    assertNull(rest.service.lastEvent);
  }

  @Test
  void twoOriginsAreNone() throws Exception {
    String two = "Host: localhost\r\nOrigin: " + NOTES + "\r\nOrigin: https://evil.example\r\n";
    assertTrue(raw("GET /v1/concepts/dog", two, "").startsWith("HTTP/1.1 403 "));
  }

  @Test
  void aPageOfTheInstanceItselfNeedsNoSetting() throws Exception {
    String own = "Host: localhost:8080\r\nOrigin: http://localhost:8080\r\n";
    String answer = raw("PUT /v1/concepts/own", own + BODY, "{}");
    assertTrue(answer.startsWith("HTTP/1.1 202 "), answer);
    assertFalse(answer.contains("Access-Control"), answer);
  }

  @Test
  void aPageOfAnAllowedOriginReadsAndWrites() throws Exception {
    HttpResponse<byte[]> read = rest.sendRaw("GET", "/v1/concepts/dog", null, "Origin", NOTES);
    assertEquals(200, read.statusCode());
    assertEquals(NOTES, header(read, "Access-Control-Allow-Origin"));
    assertTrue(header(read, "Access-Control-Expose-Headers").contains("ETag"));
    assertEquals(List.of("Origin"), read.headers().allValues("Vary"));
    String tag = header(read, "ETag");
    HttpResponse<byte[]> same =
        rest.sendRaw("GET", "/v1/concepts/dog", null, "Origin", NOTES, "If-None-Match", tag);
    assertEquals(304, same.statusCode());
    assertEquals(NOTES, header(same, "Access-Control-Allow-Origin"));
    HttpResponse<byte[]> missing = rest.sendRaw("GET", "/v1/concepts/x", null, "Origin", NOTES);
    assertEquals(404, missing.statusCode());
    assertEquals(NOTES, header(missing, "Access-Control-Allow-Origin"));
    HttpResponse<byte[]> written =
        rest.sendRaw("DELETE", "/v1/concepts/cat", null, "Origin", NOTES);
    assertEquals(202, written.statusCode());
    assertEquals(List.of("Origin"), rest.get("/v1/stats").headers().allValues("Vary"));
  }

  @Test
  void aPreflightIsAnswered() throws Exception {
    String path = "/v1/concepts/new";
    HttpResponse<byte[]> answer =
        rest.sendRaw(
            "OPTIONS", path, null, "Origin", NOTES, "Access-Control-Request-Method", "PUT");
    assertEquals(204, answer.statusCode());
    assertEquals(NOTES, header(answer, "Access-Control-Allow-Origin"));
    assertEquals("DELETE, GET, HEAD, OPTIONS, PUT", header(answer, "Access-Control-Allow-Methods"));
    assertTrue(header(answer, "Access-Control-Allow-Headers").contains("Authorization"));
    assertTrue(header(answer, "Access-Control-Allow-Headers").contains("Content-Type"));
    assertEquals("600", header(answer, "Access-Control-Max-Age"));
    HttpResponse<byte[]> none = rest.sendRaw("OPTIONS", path, null);
    assertEquals(204, none.statusCode());
    assertEquals("", header(none, "Access-Control-Allow-Methods"));
  }

  @Test
  void everyAnswerTellsABrowserToMakeNothingOfIt() throws Exception {
    for (String path : List.of("/", "/v1/concepts/dog", "/nowhere", "/metrics", "/health/live")) {
      HttpResponse<byte[]> answer = rest.sendRaw("GET", path, null);
      assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
      assertEquals(
          "default-src 'none'; frame-ancestors 'none'",
          header(answer, "Content-Security-Policy"),
          path);
      assertEquals("no-referrer", header(answer, "Referrer-Policy"), path);
      assertEquals("same-origin", header(answer, "Cross-Origin-Resource-Policy"), path);
      // A concept has a tag, with which a client may keep it, but must ask.
      String kept = path.equals("/v1/concepts/dog") ? "no-cache" : "no-store";
      assertEquals(kept, header(answer, "Cache-Control"), path);
    }
    String broken = raw("GET /v1/stats", "no colon\r\n", "");
    assertTrue(broken.startsWith("HTTP/1.1 400 "), broken);
    assertTrue(broken.contains("Content-Security-Policy: default-src 'none'"), broken);
  }

  private String raw(String request, String headers, String body) throws Exception {
    String text = request + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n" + body;
    try (RawClient client = new RawClient(rest).send(text)) {
      return client.rest();
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
