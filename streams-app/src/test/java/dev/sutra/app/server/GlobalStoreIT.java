package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.ReadOnlyConceptStore;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that each instance fills from a whole topic of events, instead of a changelog. */
class GlobalStoreIT {
  private static final String TOPIC = "texts";
  private static final int TEXTS = 50;
  private static final Duration SOON = Duration.ofMinutes(1);

  @FunctionalInterface
  private interface Checks {
    void run(ReadOnlyConceptStore store) throws Exception;
  }

  @TempDir Path directory;

  private final AtomicInteger processed = new AtomicInteger();

  @Test
  void aGlobalStoreComesBackThroughItsProcessor() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
      }
      produce(broker, 0, TEXTS);
      whileRunning(
          broker,
          store -> {
            expect(store, TEXTS);
            produce(broker, TEXTS, TEXTS + 1);
            expect(store, TEXTS + 1);
          });
      whileRunning(broker, store -> expect(store, TEXTS + 1));
      deleteState();
      processed.set(0);
      whileRunning(broker, store -> expect(store, TEXTS + 1));
      assertEquals(TEXTS + 1, processed.get());
    }
  }

  private void whileRunning(EmbeddedBroker broker, Checks checks) throws Exception {
    try (KafkaStreams streams = new KafkaStreams(topology(), properties(broker))) {
      streams.start();
      await().atMost(SOON).until(() -> streams.state() == KafkaStreams.State.RUNNING);
      ReadOnlyConceptStore store =
          streams.store(
              StoreQueryParameters.fromNameAndType("concepts", ConceptStores.queryable()));
      checks.run(store);
    }
  }

  private Properties properties(EmbeddedBroker broker) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "global");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
    return properties;
  }

  private Topology topology() {
    return new Topology()
        .addGlobalStore(
            ConceptStores.persistent("concepts").withDimension(2).withAnalyzer("standard"),
            "all",
            new StringDeserializer(),
            new StringDeserializer(),
            TOPIC,
            "keep",
            Keep::new);
  }

  private static void expect(ReadOnlyConceptStore store, int texts) {
    await().atMost(SOON).untilAsserted(() -> assertEquals(texts, store.stats().concepts()));
    TextSearch last = new TextSearch("number" + (texts - 1), 5, null);
    assertEquals(List.of("t" + (texts - 1)), store.search(last).stream().map(Hit::id).toList());
    assertEquals("text number0", Objects.requireNonNull(store.get("t0")).text());
    try (KeyValueIterator<String, Concept> all = store.all()) {
      assertEquals("t0", all.next().key);
    }
  }

  private static void produce(EmbeddedBroker broker, int from, int to) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = from; i < to; i++) {
        producer.send(new ProducerRecord<>(TOPIC, "t" + i, "text number" + i)).get();
      }
    }
  }

  private void deleteState() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> text) {
      ConceptStore store = context().getStateStore("concepts");
      store.put(Concept.builder(text.key()).text(text.value()).build());
      processed.incrementAndGet();
    }
  }
}
