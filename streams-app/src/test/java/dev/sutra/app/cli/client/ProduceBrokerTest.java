package dev.sutra.app.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.rest.RestFixture;
import dev.sutra.schemas.ConceptEventDeserializer;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From a file through the command, the registry over HTTP and a real broker, and back. */
final class ProduceBrokerTest {
  private static final String TOPIC = "concept-events";

  @TempDir Path dir;
  private final StringWriter err = new StringWriter();

  private int produce(String... arguments) {
    CommandLine command = new CommandLine(new ProduceCommand());
    command.setOut(new PrintWriter(new StringWriter()));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void eventsOfAFileReachTheTopic() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("e.jsonl"),
            """
            {"op":"upsert","id":"a","text":"t"}
            bad
            {"op":"delete","id":"b"}
            """);
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
        FileSchemaRegistry registry = FileSchemaRegistry.open(dir.resolve("registry.json"));
        RestFixture rest = new RestFixture(registry)) {
      String bootstrap = broker.bootstrapServers();
      String url = rest.url() + "/registry";
      assertEquals(
          1, produce("--bootstrap", bootstrap, "--registry", url, file.toString()), err::toString);
      assertTrue(err.toString().contains("there is no topic concept-events"), err.toString());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      assertEquals(
          4, produce("--bootstrap", bootstrap, "--registry", url, file.toString()), err::toString);
      assertTrue(err.toString().contains("line 2: not valid JSON"), err.toString());
      assertEquals(List.of("a", "b"), keys(bootstrap, registry));
      assertEquals(
          1,
          produce("--bootstrap", bootstrap, "--registry", rest.url() + "/nowhere", file.toString()),
          err::toString);
      assertTrue(
          err.toString().contains("answered 404, but not as a schema registry"), err.toString());
      assertEquals(
          2,
          produce("--bootstrap", bootstrap, "--topic", "no/name", file.toString()),
          err::toString);
      assertTrue(
          err.toString().contains("--topic no/name is not a valid topic name"), err.toString());
    }
  }

  private static List<String> keys(String bootstrap, FileSchemaRegistry registry) {
    List<String> keys = new ArrayList<>();
    try (KafkaConsumer<String, ConceptEvent> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new ConceptEventDeserializer(registry))) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(record.key()));
                return keys.size() >= 2;
              });
    }
    return keys;
  }
}
