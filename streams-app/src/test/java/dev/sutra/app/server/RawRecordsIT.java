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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a record holds, it is applied or set aside, and good records flow on beside it, through
 * a real broker.
 */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class RawRecordsIT {
  private static final int RECORDS = Integer.getInteger("sutra.records", 300);
  private static final int PARTITIONS = 4;
  private static final List<String> COMPRESSIONS = List.of("none", "lz4", "gzip", "zstd", "snappy");
  private static final String MAX = Long.toString(Long.MAX_VALUE);

  @TempDir Path directory;
  private EmbeddedBroker broker;
  private FileSchemaRegistry registry;
  private SutraApp app;
  private RestApi api;
  private final Map<String, Producer<byte[], byte[]>> producers = new HashMap<>();

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Map<String, String> anyTime =
          Map.of("message.timestamp.after.max.ms", MAX, "message.timestamp.before.max.ms", MAX);
      NewTopic events =
          new NewTopic(Topics.DEFAULT.events(), Optional.of(PARTITIONS), Optional.empty());
      admin.createTopics(List.of(events.configs(anyTime))).all().get();
    }
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "4");
    app = SutraApp.start(AppConfig.of(settings), registry);
    api = new RestApi(app.port());
    api.awaitReady();
    for (String compression : COMPRESSIONS) {
      Map<String, Object> config = new HashMap<>();
      config.put("bootstrap.servers", broker.bootstrapServers());
      config.put("compression.type", compression);
      config.put("max.request.size", 16 << 20);
      config.put("buffer.memory", 32 << 20);
      producers.put(
          compression,
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }
  }

  @AfterEach
  void stop() {
    producers.values().forEach(Producer::close);
    api.close();
    app.close();
    registry.close();
    broker.close();
  }

  @Test
  void everyRecordIsAppliedOrSetAsideAndTheStreamNeverStops() throws Exception {
    long seed = Long.getLong("sutra.seed", System.nanoTime());
    String repeat = "-Dsutra.seed=" + seed + " -Dsutra.records=" + RECORDS;
    System.out.println("RawRecordsIT " + repeat);
    Random random = new Random(seed);
    RawRecords records =
        new RawRecords(
            random,
            PARTITIONS,
            event -> app.serde().serializer().serialize(Topics.DEFAULT.events(), event));
    Set<String> bad = new TreeSet<>();
    List<String> kept = new ArrayList<>();
    int good = 0;
    for (int i = 0; i < RECORDS; i++) {
      RawRecords.Sample sample = records.next();
      RecordMetadata at = send(random, sample);
      if (sample.good()) {
        good++;
      } else {
        bad.add(at.partition() + "-" + at.offset());
      }
      if (sample.id() != null) {
        kept.add(sample.id());
      }
      if (i % 50 == 0) {
        assertEquals(200, api.get("/health/ready").status(), repeat);
      }
    }
    try (DeadLetters letters = new DeadLetters(broker.bootstrapServers())) {
      Map<String, String> setAside = letters.awaitReasons(bad.size());
      assertEquals(bad, setAside.keySet(), repeat);
    }
    double applied = good;
    Awaitility.await("good records")
        .atMost(Duration.ofMinutes(2))
        .until(() -> api.metric("sutra_events_applied_total") >= applied);
    for (String id : kept) {
      assertEquals(
          RawRecords.textOf(id), api.ask(concept(id)).get("text").asText(), id + ": " + repeat);
    }
    assertEquals(kept.size(), api.ask("/v1/stats").get("concepts").asInt(), repeat);
    assertEquals(good, api.metric("sutra_events_applied_total"), repeat);
    assertEquals(bad.size(), api.metric("sutra_events_dead_letters_total"), repeat);
    assertTrue(api.metric("sutra_events_forwarded_total") > 0, repeat);
    assertTrue(api.metric("kafka_stream_alive_stream_threads") > 0, repeat);
    assertEquals(0, api.metric("kafka_stream_failed_stream_threads"), repeat);
    assertEquals(200, api.get("/health/ready").status(), repeat);
  }

  @Test
  void aRecordDatedFarAheadIsKeptAtTheTimeOfTheClock() throws Exception {
    long before = System.currentTimeMillis();
    byte[] value =
        app.serde()
            .serializer()
            .serialize(Topics.DEFAULT.events(), ConceptEvents.upsert("dog").text("a dog").build());
    long ahead = before + TimeUnit.DAYS.toMillis(2);
    RecordMetadata at =
        producer("none")
            .send(
                new ProducerRecord<>(
                    Topics.DEFAULT.events(), null, ahead, "dog".getBytes(UTF_8), value))
            .get();
    String position = at.partition() + "-" + at.offset();
    JsonNode dog = api.ask(concept("dog") + "?min_position=" + position);
    long updated = dog.get("updated_at").asLong();
    assertTrue(updated >= before && updated <= System.currentTimeMillis(), dog.toString());
  }

  @Test
  void aLetterLargerThanItsTopicTakesIsCut() throws Exception {
    byte[] garbage = new byte[3_000_000];
    producer("lz4")
        .send(new ProducerRecord<>(Topics.DEFAULT.events(), "dog".getBytes(UTF_8), garbage))
        .get();
    try (DeadLetters letters = new DeadLetters(broker.bootstrapServers())) {
      Map<String, String> setAside = letters.awaitReasons(1);
      String reason = setAside.values().iterator().next();
      assertTrue(reason.contains("it is 3000000 bytes long; at most 1048576"), reason);
      assertEquals(List.of("value=3000000"), letters.cuts());
    }
    assertEquals(0, api.metric("kafka_stream_failed_stream_threads"));
  }

  /** Those that only compression makes small enough must be compressed. */
  private RecordMetadata send(Random random, RawRecords.Sample sample) throws Exception {
    byte[] value = sample.record().value();
    boolean tooLarge = value != null && value.length > 1 << 20;
    int first = tooLarge ? 1 : 0;
    String compression = COMPRESSIONS.get(first + random.nextInt(COMPRESSIONS.size() - first));
    // Bytes that cannot be compressed grow a little by trying.
    boolean full = value != null && !tooLarge && value.length > 1_000_000;
    Future<RecordMetadata> sent = producer(full ? "none" : compression).send(sample.record());
    return sent.get();
  }

  private Producer<byte[], byte[]> producer(String compression) {
    return Objects.requireNonNull(producers.get(compression), compression);
  }
}
