package dev.sutra.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSchemaRegistryClientTest {
  private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);
  private static final String SECRET = "s3cr3t";

  private final Map<String, Object> config = new HashMap<>();
  private RegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RegistryServer();
    config.put("schema.registry.url", "http://" + server.address());
    config.put("retries.wait.ms", "1");
    config.put("max.retries", 1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SchemaRegistryException refused(Reason reason) {
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      SchemaRegistryException e =
          assertThrows(SchemaRegistryException.class, () -> client.schemaById(1));
      assertEquals(reason, e.reason(), e.getMessage());
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      assertFalse(trace.toString().contains(SECRET), "a secret in the trace");
      return e;
    }
  }

  private int register() {
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      return client.register("a b/c-value", SCHEMA);
    }
  }

  @Test
  void schemaIsRegisteredAsTheProtocolSays() throws IOException {
    server.then(200, "{\"id\":42,\"version\":1}");
    assertEquals(42, register());
    RegistryServer.Asked asked = server.asked.getFirst();
    assertEquals("POST /subjects/a%20b%2Fc-value/versions", asked.line());
    assertEquals("application/vnd.schemaregistry.v1+json", asked.contentType());
    assertEquals("\"string\"", new ObjectMapper().readTree(asked.body()).get("schema").asText());
    assertNull(asked.authorization());
  }

  @Test
  void schemaIsLookedUpAndFetchedOnce() {
    server.then(200, "{\"id\":42}").then(200, "{\"schema\":\"\\\"string\\\"\"}");
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(42, client.idOf("s", SCHEMA));
        assertEquals(SCHEMA, client.schemaById(42));
      }
    }
    assertEquals(2, server.asked.size());
    assertEquals("POST /subjects/s", server.asked.get(0).line());
    assertEquals("GET /schemas/ids/42", server.asked.get(1).line());
  }

  @Test
  void pathOfTheUrlIsKept() {
    config.put("schema.registry.url", "http://" + server.address() + "/apis/ccompat/v7/");
    server.then(200, "{\"id\":1}");
    register();
    assertTrue(server.asked.getFirst().line().startsWith("POST /apis/ccompat/v7/subjects/"));
  }

  @ParameterizedTest
  @CsvSource({
    "404, '{\"error_code\":40403,\"message\":\"no\"}', NOT_FOUND",
    "404, '<html>', UNEXPECTED",
    "409, '{\"error_code\":409,\"message\":\"later\"}', INCOMPATIBLE",
    "422, '{\"error_code\":42201,\"message\":\"no\"}', INVALID",
    "401, '', DENIED",
    "403, '{}', DENIED",
    "302, '', UNEXPECTED",
    "200, '<html>', UNEXPECTED",
    "200, '', UNEXPECTED",
    "200, '[]', UNEXPECTED",
    "200, '{}', UNEXPECTED",
    "200, '{\"schema\":\"{\"}', INVALID",
    "200, '{\"schema\":\"message X {}\",\"schemaType\":\"PROTOBUF\"}', INVALID",
    "200, '{\"schema\":\"\\\"string\\\"\",\"references\":[{\"name\":\"x\"}]}', INVALID"
  })
  void answersAreToldApart(int status, String body, Reason reason) {
    server.then(status, body);
    refused(reason);
    assertEquals(1, server.asked.size());
  }

  @Test
  void serverErrorIsTriedAgain() {
    server.then(503, "").then(200, "{\"id\":3}");
    assertEquals(3, register());
  }

  @Test
  void retriesEnd() {
    config.put("max.retries", 2);
    server.then(500, "").then(429, "").then(502, "").then(200, "{\"id\":3}");
    SchemaRegistryException e = refused(Reason.UNAVAILABLE);
    assertTrue(e.retriable());
    assertTrue(String.valueOf(e.getMessage()).contains("answered 502"), e.getMessage());
    assertEquals(3, server.asked.size());
  }

  @Test
  void nextRegistryIsAskedAndThenPreferred() throws IOException {
    config.put(
        "schema.registry.url", "http://127.0.0.1:" + freePort() + ", http://" + server.address());
    config.put("max.retries", 0);
    server.then(200, "{\"id\":3}").then(200, "{\"id\":4}");
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      assertEquals(3, client.register("s", SCHEMA));
      assertEquals(4, client.register("t", SCHEMA));
    }
  }

  @Test
  void unreachableRegistryIsUnavailable() throws IOException {
    config.put("schema.registry.url", "http://user:" + SECRET + "@127.0.0.1:" + freePort());
    refused(Reason.UNAVAILABLE);
  }

  @Test
  void credentialsOfTheUrlAreSentButNotShown() {
    config.put("schema.registry.url", "http://user:" + SECRET + "%40+@" + server.address());
    server.then(401, "");
    SchemaRegistryException e = refused(Reason.DENIED);
    assertTrue(String.valueOf(e.getMessage()).contains(server.address()));
    assertEquals(basic("user:" + SECRET + "@+"), server.asked.getFirst().authorization());
  }

  @ParameterizedTest
  @CsvSource({"''", "schema.registry."})
  void userInfoIsSent(String prefix) {
    config.put(prefix + "basic.auth.credentials.source", "USER_INFO");
    config.put(prefix + "basic.auth.user.info", new Password("user:" + SECRET));
    server.then(403, "{\"error_code\":403,\"message\":\"" + SECRET + "\"}");
    refused(Reason.DENIED);
    assertEquals(basic("user:" + SECRET), server.asked.getFirst().authorization());
  }

  @Test
  void tokenIsSent() {
    config.put("bearer.auth.credentials.source", "STATIC_TOKEN");
    config.put("bearer.auth.token", SECRET);
    server.then(200, "{\"schema\":7}");
    refused(Reason.UNEXPECTED);
    assertEquals("Bearer " + SECRET, server.asked.getFirst().authorization());
  }

  @Test
  void tooLongAnswerIsRefused() {
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[64 * 1024];
          for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(block);
          }
        });
    SchemaRegistryException e = refused(Reason.INVALID);
    assertTrue(String.valueOf(e.getMessage()).contains("longer than"), e.getMessage());
  }

  @Test
  void answerThatDoesNotComeEnds() {
    CountDownLatch end = new CountDownLatch(1);
    RegistryServer.Answer stuck =
        exchange -> {
          // The headers come; the body never does.
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          await(end);
        };
    server.then(stuck).then(exchange -> await(end));
    config.put("http.connect.timeout.ms", 100);
    config.put("http.read.timeout.ms", 100);
    try {
      refused(Reason.UNAVAILABLE);
      assertEquals(2, server.asked.size());
    } finally {
      end.countDown();
    }
  }

  @Test
  void interruptionEndsTheCall() {
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptException.class, () -> client.schemaById(1));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String basic(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
