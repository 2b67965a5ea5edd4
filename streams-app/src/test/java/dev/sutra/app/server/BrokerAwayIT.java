package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away, at the start and later. */
class BrokerAwayIT {
  @TempDir Path directory;

  @Test
  @SuppressWarnings("try") // The app is closed before its broker.
  void anAppOutlivesItsBroker() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", "127.0.0.1:" + port);
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    settings.setProperty("partitions", "2");
    // Of the two waits for a broker that is away, the longer one is Kafka's own.
    settings.setProperty("kafka.reconnect.backoff.max.ms", "500");
    try (FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
        SutraApp app = SutraApp.start(AppConfig.of(settings), registry);
        RestApi api = new RestApi(app.port())) {
      assertNotReady(api);
      assertEquals(503, api.get("/v1/search?q=dog").status());
      assertWriteFails(api);
      // If each event waited for the broker, the request would end with 504 at its deadline.
      assertEquals(503, api.events("{\"op\":\"upsert\",\"id\":\"lost\"}\n".repeat(100)).status());

      JsonNode before;
      try (EmbeddedBroker broker = start(port)) {
        assertEquals(settings.getProperty("bootstrap.servers"), broker.bootstrapServers());
        api.awaitReady();
        String body = "{\"text\":\"a dog\",\"vector\":[1,0]}";
        String position = api.write("PUT", concept("dog"), body);
        before = api.ask(concept("dog") + "?min_position=" + position);
      }

      assertEquals(before.get("text"), api.ask(concept("dog")).get("text"));
      assertEquals(1, api.ask("/v1/search?q=dog").get("items").size());
      assertEquals(1, api.similar("{\"vector\":[1,0]}").get("items").size());
      assertWriteFails(api);
      assertEquals(200, api.get("/health/live").status());

      try (EmbeddedBroker broker = start(port)) {
        assertEquals(settings.getProperty("bootstrap.servers"), broker.bootstrapServers());
        Awaitility.await("writes are taken again")
            .atMost(Duration.ofSeconds(60))
            .until(() -> api.send("PUT", concept("cat"), "{\"text\":\"a cat\"}").status() == 202);
        String position = api.write("PUT", concept("cat"), "{\"text\":\"a black cat\"}");
        assertEquals(
            "a black cat",
            api.ask(concept("cat") + "?timeout_ms=60000&min_position=" + position)
                .get("text")
                .asText());
        assertEquals(before.get("text"), api.ask(concept("dog")).get("text"));
        assertEquals(0, api.metric("sutra_events_dead_letters_total"));
        api.awaitReady();
        // Without a broker, its last transaction would keep the stream from closing.
        app.close();
        StreamThreads.awaitNone();
      }
    }
  }

  private EmbeddedBroker start(int port) {
    return EmbeddedBroker.start(directory.resolve("broker"), port);
  }

  private static void assertNotReady(RestApi api) {
    assertEquals(200, api.get("/health/live").status());
    assertEquals(503, api.get("/health/ready").status());
  }

  private static void assertWriteFails(RestApi api) {
    RestApi.Reply reply = api.send("PUT", concept("lost"), "{\"text\":\"lost\"}");
    assertTrue(reply.status() == 503 || reply.status() == 504, reply.toString());
    assertTrue(reply.json().has("title"), reply.toString());
  }
}
