package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.topology.Topics;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of a producer that partitions as librdkafka does by default (CRC32 of the key), beside
 * those of Kafka's own.
 */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class ForeignPartitionIT {
  private static final int PARTITIONS = 4;
  private static final List<String> IDS = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();

  @TempDir Path directory;
  private EmbeddedBroker broker;
  private FileSchemaRegistry registry;
  private SutraApp app;
  private RestApi api;
  private Producer<byte[], byte[]> producer;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "4");
    settings.setProperty("partitions", Integer.toString(PARTITIONS));
    app = SutraApp.start(AppConfig.of(settings), registry);
    api = new RestApi(app.port());
    api.awaitReady();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    api.close();
    app.close();
    registry.close();
    broker.close();
  }

  @Test
  void whatAnyPartitionerSendsIsFoundReplacedAndDeleted() throws Exception {
    int foreign = 0;
    int events = 0;
    for (String id : IDS) {
      int own = own(id);
      foreign += crc32(id) == own ? 0 : 3;
      for (int version = 1; version <= 3; version++) {
        send(id, ConceptEvents.upsert(id).text("version " + version + " of " + id).build());
      }
      events += 4;
    }
    assertTrue(foreign > 0, "the partitioners differ");
    awaitApplied(events);
    for (String id : IDS) {
      // Kept in their order: the last one is there.
      assertEquals("version 3 of " + id, text(id));
      assertEquals(1, found(id).size());
    }
    assertEquals(foreign, api.metric("sutra_events_forwarded_total"));

    for (String id : IDS) {
      String position = api.write("PUT", concept(id), "{\"text\":\"replaced " + id + "\"}");
      JsonNode replaced = api.ask(concept(id) + "?min_position=" + position);
      assertEquals("replaced " + id, replaced.get("text").asText());
      assertEquals(1, found(id).size(), "there is one concept " + id);
    }
    assertEquals(IDS.size(), api.ask("/v1/stats").get("concepts").asInt());

    events += IDS.size();
    for (int i = 0; i < IDS.size(); i++) {
      String id = IDS.get(i);
      send(id, i % 2 == 0 ? ConceptEvents.delete(id, null) : null);
    }
    awaitApplied(events + IDS.size());
    for (String id : IDS) {
      assertEquals(404, api.get(concept(id)).status(), id);
      assertEquals(0, found(id).size(), id);
    }
    assertEquals(0, api.metric("sutra_events_dead_letters_total"));
  }

  @Test
  void aDeadLetterOfAForwardedEventNamesItsPlaceInTheTopicOfEvents() throws Exception {
    Set<String> places = new TreeSet<>();
    for (String id : IDS) {
      RecordMetadata at = send(id, new byte[] {9, 9});
      places.add(at.partition() + "-" + at.offset());
    }
    try (DeadLetters letters = new DeadLetters(broker.bootstrapServers())) {
      assertEquals(places, letters.awaitReasons(IDS.size()).keySet());
    }
    assertTrue(api.metric("sutra_events_forwarded_total") > 0);
  }

  /** Sends a first event by Kafka's own producer, and gives the partition that it chose. */
  private int own(String id) throws Exception {
    byte[] event = bytes(ConceptEvents.upsert(id).text("version 0 of " + id).build());
    RecordMetadata at =
        producer
            .send(new ProducerRecord<>(Topics.DEFAULT.events(), id.getBytes(UTF_8), event))
            .get();
    // Between the topic's partitions there is no order: the next event is sent once this one is in.
    api.ask(concept(id) + "?min_position=" + at.partition() + "-" + at.offset());
    return at.partition();
  }

  private RecordMetadata send(String id, @Nullable ConceptEvent event) throws Exception {
    return send(id, event == null ? null : bytes(event));
  }

  // A record may be without a value.
  @SuppressWarnings("NullAway")
  private RecordMetadata send(String id, byte @Nullable [] value) throws Exception {
    return producer
        .send(new ProducerRecord<>(Topics.DEFAULT.events(), crc32(id), id.getBytes(UTF_8), value))
        .get();
  }

  /** As librdkafka's partitioner {@code consistent} does. */
  private static int crc32(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(UTF_8));
    return (int) (crc.getValue() % PARTITIONS);
  }

  private byte[] bytes(ConceptEvent event) {
    return app.serde().serializer().serialize(Topics.DEFAULT.events(), event);
  }

  private void awaitApplied(int events) {
    Awaitility.await("applied")
        .atMost(Duration.ofMinutes(1))
        .until(() -> api.metric("sutra_events_applied_total") >= events);
  }

  private String text(String id) {
    return api.ask(concept(id)).get("text").asText();
  }

  private JsonNode found(String id) {
    return api.ask("/v1/search?limit=1000&q=" + id).get("items");
  }
}
