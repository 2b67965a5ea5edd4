package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.EventSerdes;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serde;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema registry that is away, at the start and later: events wait, none is set aside. */
class RegistryAwayIT {
  private static final int SCHEMA_ID = 7;

  @TempDir Path directory;
  private final AtomicBoolean away = new AtomicBoolean(true);
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void eventsWaitForTheRegistryAndNoneIsSetAside() throws Exception {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::answer);
    registry.start();
    String url = "http://127.0.0.1:" + registry.getAddress().getPort();
    Map<String, String> client = Map.of("schema.registry.url", url, "max.retries", "0");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        SutraApp app = SutraApp.start(AppConfig.of(settings(broker, client)), null);
        RestApi api = new RestApi(app.port());
        Serde<ConceptEvent> producers = EventSerdes.create(client);
        EventTopic topic = new EventTopic(broker.bootstrapServers(), producers::serializer)) {
      api.awaitReady();
      RestApi.Reply reply = api.send("PUT", concept("dog"), "{\"text\":\"a dog\"}");
      assertEquals(503, reply.status(), reply.body());
      assertTrue(reply.body().contains("registry"), reply.body());

      away.set(false);
      // The producer has its schema; the stream does not know it yet.
      byte[] first = producers.serializer().serialize("concept-events", event("a dog"));
      away.set(true);
      int before = refused.get();
      topic.send("dog", first);
      Awaitility.await("the stream asks the registry").until(() -> refused.get() > before + 1);
      assertEquals(404, api.get(concept("dog")).status());
      assertEquals(0, api.metric("sutra_events_dead_letters_total"));

      away.set(false);
      awaitText(api, "a dog");

      // What is known needs no registry.
      away.set(true);
      String position = topic.send(List.of(event("a hound")));
      assertEquals(
          "a hound", api.ask(concept("dog") + "?min_position=" + position).get("text").asText());
      assertEquals(0, api.metric("sutra_events_dead_letters_total"));
      assertEquals(2, api.metric("sutra_events_applied_total"));
    } finally {
      registry.stop(0);
    }
  }

  private static ConceptEvent event(String text) {
    return ConceptEvents.upsert("dog").text(text).build();
  }

  private static void awaitText(RestApi api, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              RestApi.Reply reply = api.get(concept("dog"));
              return reply.status() == 200 && reply.json().get("text").asText().equals(text);
            });
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (away.get()) {
        refused.incrementAndGet();
        send(exchange, 503, "{\"error_code\":50301,\"message\":\"away\"}");
      } else if (path.endsWith("/versions")) {
        send(exchange, 200, "{\"id\":" + SCHEMA_ID + "}");
      } else {
        String schema = ConceptEvent.getClassSchema().toString();
        send(exchange, 200, "{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private Properties settings(EmbeddedBroker broker, Map<String, String> client) {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    settings.setProperty("partitions", "2");
    return settings;
  }
}
