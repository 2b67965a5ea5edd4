package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sutra.app.auth.ApiKeys;
import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.guard.Access;
import dev.sutra.app.rest.guard.AccessRules;
import dev.sutra.app.rest.http.RestConfig;
import dev.sutra.app.rest.http.Route;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every route with no key, a wrong one, and one of each role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
// Fields are set by start().
@SuppressWarnings("NullAway.Init")
class KeysTest {
  private static final String NOTES = "https://notes.example";

  private final Map<Role, String> keys = new EnumMap<>(Role.class);
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private KeyFile file;
  private RestFixture rest;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    log.start();
    root.addAppender(log);
    Path path = directory.resolve("keys");
    file = new KeyFile(path);
    for (Role role : Role.values()) {
      keys.put(role, file.add(role.text() + "-key", role));
    }
    rest = fixture(new Access(AccessRules.of("", NOTES), ApiKeys.open(path), false));
  }

  @AfterAll
  void stop() {
    root.detachAppender(log);
    rest.close();
  }

  private static RestFixture fixture(Access access) throws Exception {
    return new RestFixture(RestConfig.of(RestConfig.HOST_DEFAULT, 0).withAccess(access));
  }

  /** The least role of each route, as docs/rest.md has it. */
  private static Map<String, String> table() {
    Map<String, String> table = new TreeMap<>();
    for (String route : List.of("/", "/health/live", "/health/ready", "/openapi.yaml")) {
      table.put("GET " + route, "none");
    }
    for (String route :
        List.of(
            "GET /v1/concepts/{id}",
            "POST /v1/concepts/get",
            "GET /v1/concepts/{id}/neighbors",
            "GET /v1/paths",
            "POST /v1/expand",
            "GET /v1/search",
            "GET /v1/complete",
            "GET /v1/facets",
            "POST /v1/similar",
            "POST /v1/hybrid",
            "GET /v1/similarity",
            "GET /v1/timeline",
            "GET /v1/standing-queries",
            "GET /v1/standing-queries/{id}")) {
      table.put(route, "reader");
    }
    for (String route :
        List.of(
            "PUT /v1/concepts/{id}",
            "DELETE /v1/concepts/{id}",
            "PUT /v1/concepts/{id}/associations/{type}/{target}",
            "DELETE /v1/concepts/{id}/associations/{type}/{target}",
            "POST /v1/events")) {
      table.put(route, "writer");
    }
    for (String route :
        List.of(
            "GET /v1/stats",
            "GET /v1/instances",
            "GET /metrics",
            "PUT /v1/standing-queries/{id}",
            "DELETE /v1/standing-queries/{id}")) {
      table.put(route, "operator");
    }
    return table;
  }

  @Test
  void everyRouteIsInTheTable() {
    Map<String, String> served = new TreeMap<>();
    for (Route route : rest.server.routes()) {
      Role role = route.role();
      served.put(route.method() + " " + route.template(), role == null ? "none" : role.text());
    }
    assertEquals(table(), served);
  }

  @Test
  void eachKeyMayDoWhatItsRoleAllows() throws Exception {
    for (Map.Entry<String, String> each : table().entrySet()) {
      String route = each.getKey();
      int none = status(route, null);
      int wrong = status(route, "sutra_reader-key.wrong");
      if (each.getValue().equals("none")) {
        assertEquals(200, none, route);
        assertEquals(200, wrong, route);
        continue;
      }
      assertEquals(401, none, route);
      assertEquals(401, wrong, route);
      Role needed = Role.of(each.getValue());
      for (Role role : Role.values()) {
        int status = status(route, key(role));
        if (role.compareTo(needed) < 0) {
          assertEquals(403, status, route + " " + role);
        } else {
          assertFalse(status == 401 || status == 403, route + " " + role + ": " + status);
        }
      }
    }
  }

  @Test
  void whatIsRefusedWritesNothing() throws Exception {
    rest.service.lastEvent = null;
    byte[] body = "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_8);
    for (String key : List.of("sutra_x.y", key(Role.READER))) {
      assertTrue(put("refused", body, key).statusCode() > 400);
      assertTrue(status("DELETE /v1/concepts/refused", key) > 400);
    }
    assertNull(rest.service.lastEvent);
    assertEquals(202, put("written", body, key(Role.WRITER)).statusCode());
    assertNotNull(rest.service.lastEvent);
    String writer = "Bearer " + key(Role.WRITER);
    HttpResponse<byte[]> lower =
        rest.sendRaw(
            "GET", "/v1/concepts/written", null, "authorization", "b" + writer.substring(1));
    assertEquals(200, lower.statusCode(), "the scheme is the same in lower case");
  }

  @Test
  void aRefusalSaysWhatIsNeeded() throws Exception {
    HttpResponse<byte[]> none = rest.sendRaw("GET", "/v1/search?q=a", null);
    assertEquals("Bearer realm=\"sutra\"", challenge(none));
    assertTrue(text(none).contains("a key is needed: Authorization: Bearer KEY"), text(none));
    HttpResponse<byte[]> lesser =
        rest.sendRaw("GET", "/metrics", null, "Authorization", "Bearer " + key(Role.READER));
    assertEquals(
        "Bearer realm=\"sutra\", error=\"insufficient_scope\", scope=\"operator\"",
        challenge(lesser));
    assertTrue(
        text(lesser).contains("operator is needed; the key reader-key has the role reader"),
        text(lesser));
    for (String wrong : List.of("Basic YTpi", "Bearer", "Bearerx", "sutra_reader-key.x")) {
      HttpResponse<byte[]> answer =
          rest.sendRaw("GET", "/v1/search?q=a", null, "Authorization", wrong);
      assertEquals(401, answer.statusCode(), wrong);
      assertTrue(challenge(answer).contains("error=\"invalid_request\""), wrong);
    }
    HttpResponse<byte[]> two =
        rest.sendRaw(
            "GET",
            "/v1/search?q=a",
            null,
            "Authorization",
            "Bearer x",
            "Authorization",
            "Bearer " + key(Role.READER));
    assertEquals(401, two.statusCode());
  }

  @Test
  void unknownPathsAreNotToldWithoutAKey() throws Exception {
    assertEquals(401, status("GET /nowhere", null));
    assertEquals(401, status("FROB /v1/stats", null));
    assertEquals(404, status("GET /nowhere", key(Role.READER)));
    assertEquals(405, status("FROB /v1/stats", key(Role.READER)));
  }

  @Test
  void aBrowserAsksForMethodsWithoutAKey() throws Exception {
    HttpResponse<byte[]> preflight =
        rest.sendRaw(
            "OPTIONS",
            "/v1/concepts/a",
            null,
            "Origin",
            NOTES,
            "Access-Control-Request-Method",
            "PUT",
            "Access-Control-Request-Headers",
            "authorization");
    assertEquals(204, preflight.statusCode());
    HttpResponse<byte[]> refused = rest.sendRaw("GET", "/v1/concepts/a", null, "Origin", NOTES);
    assertEquals(401, refused.statusCode());
    assertEquals(NOTES, refused.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
  }

  @Test
  void aRevokedKeyIsRefusedWithoutARestart() throws Exception {
    String key = file.add("short-lived", Role.READER);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status("GET /v1/timeline", key) == 200);
    file.revoke("short-lived");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status("GET /v1/timeline", key) == 401);
    assertEquals(200, status("GET /v1/timeline", key(Role.READER)));
  }

  @Test
  void noKeyIsInLogsOrAnswers() throws Exception {
    Level before = root.getLevel();
    root.setLevel(Level.INFO);
    try {
      for (String key : keys.values()) {
        for (String secret : List.of(key, key + "x")) {
          for (String path : List.of("/metrics", "/v1/concepts/none", "/v1/concepts/a%00b")) {
            HttpResponse<byte[]> answer =
                rest.sendRaw("GET", path, null, "Authorization", "Bearer " + secret);
            assertFalse(text(answer).contains(key), path);
            assertFalse(answer.headers().toString().contains(key), path);
          }
        }
      }
    } finally {
      root.setLevel(before);
    }
    for (ILoggingEvent event : List.copyOf(log.list)) {
      for (String key : keys.values()) {
        String secret = key.substring(key.indexOf('.') + 1);
        assertFalse(event.getFormattedMessage().contains(secret), "a key is in the log");
      }
    }
  }

  @Test
  void metricsMayBeOpen(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("keys");
    new KeyFile(path).add("a", Role.READER);
    try (RestFixture open = fixture(new Access(AccessRules.LOOPBACK, ApiKeys.open(path), true))) {
      assertEquals(200, open.get("/metrics").statusCode());
      assertEquals(401, open.get("/v1/stats").statusCode());
    }
  }

  private String key(Role role) {
    return Objects.requireNonNull(keys.get(role));
  }

  private int status(String route, @Nullable String key) throws Exception {
    String[] parts = route.split(" ", 2);
    String path = parts[1].replaceAll("[{}]", "");
    String[] headers =
        key == null ? new String[0] : new String[] {"Authorization", "Bearer " + key};
    return rest.sendRaw(parts[0], path, null, headers).statusCode();
  }

  private HttpResponse<byte[]> put(String id, byte[] body, String key) throws Exception {
    return rest.sendRaw(
        "PUT",
        "/v1/concepts/" + id,
        body,
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + key);
  }

  private static String challenge(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
