package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.rest.RestFixture;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.EventSerdes;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are killed while they match. */
class StandingQueriesKillIT {
  private static final int KILLS = 3;
  private static final int EVENTS = 2_000;

  @TempDir private Path directory;

  @Test
  void eachEventIsMatchedOnceThoughInstancesAreKilled() throws Exception {
    int port = freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry"));
        RestFixture rest = new RestFixture(registry);
        RestApi api = new RestApi(port);
        StandingTopics topics = new StandingTopics(broker.bootstrapServers(), "kill")) {
      Properties settings = topics.settings("kill", directory.resolve("state").toString());
      settings.setProperty("http.port", Integer.toString(port));
      settings.setProperty("schema.registry.url", rest.url() + "/registry");
      // The next process takes the place of the one before.
      settings.setProperty("kafka.group.instance.id", "one");
      settings.setProperty("kafka.session.timeout.ms", "6000");
      Path file = directory.resolve("serve.properties");
      try (Writer out = Files.newBufferedWriter(file)) {
        settings.store(out, null);
      }
      List<String> expected = new ArrayList<>();
      for (int round = 0; round <= KILLS; round++) {
        Process instance = serve(file);
        try {
          topics.send("q" + round, "{\"text\":{\"query\":\"round" + round + "\"}}");
          int queries = round + 1;
          await()
              .atMost(Duration.ofMinutes(1))
              .failFast("it ended", () -> !instance.isAlive())
              .until(() -> queries(api) == queries);
          long before = topics.written();
          send(broker, rest.url() + "/registry", topics, round, expected);
          if (round < KILLS) {
            // In the middle of its transactions.
            await().atMost(Duration.ofMinutes(1)).until(() -> topics.written() > before + 100);
          } else {
            topics.awaitMatches(expected);
          }
        } finally {
          instance.destroyForcibly().waitFor();
        }
      }
      assertEquals(List.of(), topics.deadLetters());
    }
  }

  private static int queries(RestApi api) {
    RestApi.Reply reply = api.get("/v1/standing-queries");
    return reply.status() == 200 ? reply.json().get("items").size() : 0;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void send(
      EmbeddedBroker broker,
      String registry,
      StandingTopics topics,
      int round,
      List<String> expected)
      throws Exception {
    try (Serde<ConceptEvent> serde = EventSerdes.create(Map.of("schema.registry.url", registry));
        Producer<String, ConceptEvent> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                serde.serializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        String id = round + "-" + i;
        ConceptEvent event = ConceptEvents.upsert(id).text("the round" + round + " text").build();
        sent.add(producer.send(new ProducerRecord<>(topics.topics.events(), id, event)));
        expected.add("q" + round + " " + id);
      }
      for (Future<RecordMetadata> event : sent) {
        event.get();
      }
    }
  }

  private Process serve(Path file) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.sutra.app.Main",
            "serve",
            "--config",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }
}
