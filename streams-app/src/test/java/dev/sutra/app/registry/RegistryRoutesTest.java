package dev.sutra.app.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.app.rest.RestFixture;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import dev.sutra.schemas.registry.SchemaRegistryException;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry's protocol, spoken by the project's own client and by hand. */
final class RegistryRoutesTest {
  private static final Schema ONE =
      SchemaBuilder.record("r").fields().requiredString("a").endRecord();
  private static final Schema OTHER =
      SchemaBuilder.record("r").fields().requiredLong("a").endRecord();

  @TempDir Path dir;
  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    FileSchemaRegistry registry = FileSchemaRegistry.open(dir.resolve("registry.json"));
    rest = new RestFixture(registry);
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private static void refused(Reason reason, Runnable call) {
    assertEquals(reason, assertThrows(SchemaRegistryException.class, call::run).reason());
  }

  @Test
  void clientRegistersLooksUpAndFetches() throws Exception {
    Map<String, String> config = Map.of("schema.registry.url", rest.url() + "/registry");
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      assertEquals(1, client.register("a/b-value", ONE));
    }
    try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
      assertEquals(1, client.idOf("a/b-value", ONE));
      assertEquals(ONE, client.schemaById(1));
      refused(Reason.INCOMPATIBLE, () -> client.register("a/b-value", OTHER));
      refused(Reason.NOT_FOUND, () -> client.schemaById(7));
      refused(Reason.NOT_FOUND, () -> client.idOf("a/b-value", OTHER));
      refused(Reason.NOT_FOUND, () -> client.idOf("nobody", ONE));
    }
    assertEquals("[\"a/b-value\"]", rest.get("/registry/subjects").body());
    assertEquals("[1]", rest.get("/registry/subjects/a%2Fb-value/versions").body());
  }

  @Test
  void wrongRequestsGetTheProtocolsErrors() throws Exception {
    String path = "/registry/subjects/s/versions";
    for (String body :
        new String[] {
          "{",
          "{}",
          "{\"schema\":5}",
          "{\"schema\":\"nonsense\"}",
          "{\"schema\":\"\\\"string\\\"\",\"schemaType\":\"JSON\"}",
          "{\"schema\":\"{\\\"type\\\":\\\"x\\\"}\"}"
        }) {
      HttpResponse<String> response = rest.send("POST", path, body);
      assertEquals(422, response.statusCode(), body + response.body());
      assertEquals(42201, RestFixture.json(response).path("error_code").asInt());
    }
    HttpResponse<String> unknown = rest.get("/registry/schemas/ids/x");
    assertEquals(404, unknown.statusCode());
    assertEquals(40403, RestFixture.json(unknown).path("error_code").asInt());
    assertEquals(404, rest.get("/registry/subjects/s/versions").statusCode());
    assertEquals(200, rest.send("POST", path, "{\"schema\":\"\\\"string\\\"\"}").statusCode());
    assertEquals(415, rest.send("POST", path, "text/plain", new byte[] {1}).statusCode());
  }

  @Test
  void thereIsNoRegistryUnlessOneIsGiven() throws Exception {
    try (RestFixture without = new RestFixture()) {
      assertEquals(404, without.get("/registry/subjects").statusCode());
    }
  }
}
