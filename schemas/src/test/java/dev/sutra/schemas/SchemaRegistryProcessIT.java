package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import dev.sutra.schemas.registry.SchemaRegistryException;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The serdes against a real registry (Apicurio's) over its Confluent API, run as a process on a
 * loopback port. Needs the profile {@code registry}, which unpacks it.
 */
@EnabledIfSystemProperty(named = "sutra.registry.dir", matches = ".+")
class SchemaRegistryProcessIT {
  @TempDir private static Path dir;
  private static Process process;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    int port = freePort();
    url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    Path home = Path.of(System.getProperty("sutra.registry.dir"));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + freePort(),
                "-jar",
                home.resolve("quarkus-run.jar").toString())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("registry.log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .failFast("the registry ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(() -> send("GET", "/subjects", "").statusCode() == 200);
  }

  @AfterAll
  static void stop() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(dir.resolve("registry.log")));
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url + path))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(10))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SchemaRegistryClient client() {
    return SchemaRegistryClients.create(Map.of("schema.registry.url", url));
  }

  @Test
  void schemaIsRegisteredOnceAndFetched() {
    try (SchemaRegistryClient client = client();
        SchemaRegistryClient other = client()) {
      int id = client.register("once-value", EventSchema.WIRE);
      assertEquals(id, other.register("once-value", EventSchema.WIRE));
      assertEquals(id, other.idOf("once-value", EventSchema.WIRE));
      assertEquals(EventSchema.WIRE, other.schemaById(id));
    }
  }

  @Test
  void eventsGoThroughTheRegistry() {
    Map<String, String> config = Map.of("schema.registry.url", url);
    try (Serde<ConceptEvent> writer = EventSerdes.create(config);
        Serde<ConceptEvent> reader = EventSerdes.create(config)) {
      for (ConceptEvent event : GoldenEvents.BY_NAME.values()) {
        byte[] value = writer.serializer().serialize("events", event);
        assertEquals(event, reader.deserializer().deserialize("events", value));
      }
    }
  }

  @Test
  void unknownIdIsNotFound() {
    try (SchemaRegistryClient client = client();
        ConceptEventDeserializer deserializer = new ConceptEventDeserializer(client)) {
      SchemaRegistryException e =
          assertThrows(SchemaRegistryException.class, () -> client.schemaById(123_456));
      assertEquals(Reason.NOT_FOUND, e.reason());
      assertThrows(
          SerializationException.class,
          () -> deserializer.deserialize("events", new byte[] {0, 1, 2, 3, 4, 5}));
    }
  }

  @Test
  void incompatibleSchemaIsRefused() throws IOException, InterruptedException {
    assertEquals(200, send("PUT", "/config", "{\"compatibility\":\"BACKWARD\"}").statusCode());
    Schema first = SchemaBuilder.record("R").fields().requiredString("a").endRecord();
    Schema second =
        SchemaBuilder.record("R").fields().requiredString("a").requiredInt("b").endRecord();
    try (SchemaRegistryClient client = client()) {
      client.register("strict-value", first);
      SchemaRegistryException e =
          assertThrows(
              SchemaRegistryException.class, () -> client.register("strict-value", second));
      assertEquals(Reason.INCOMPATIBLE, e.reason());
    }
  }
}
