package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores on a broker that are restored in bulk, and standbys that are promoted meanwhile. */
class BulkRestoreIT {
  private static final String TOPIC = "texts";
  private static final String STORE = "concepts";
  private static final int TEXTS = 30_000;
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path directory;

  @Test
  void aWipedStoreAndAPromotedStandbyHaveEverythingAtOnce() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      produce(broker, 0);
      try (KafkaStreams streams = start(broker, "a")) {
        await().atMost(SOON).until(() -> stats(streams) == TEXTS);
      }
      delete(directory.resolve("a"));
      try (KafkaStreams streams = start(broker, "a")) {
        await().atMost(SOON).until(() -> streams.state() == KafkaStreams.State.RUNNING);
        // At once: not a single answer lacks anything.
        assertEquals(TEXTS, stats(streams));
        assertEquals(1, found(streams, "number" + (TEXTS - 1)));
        assertEquals(1, found(streams, "number0"));
      }
      promoteInTheMiddle(broker);
    }
    for (String each : List.of("a", "b")) {
      checkStores(directory.resolve(each));
    }
  }

  /** The standby has just begun to read the changelog when the active instance leaves. */
  private void promoteInTheMiddle(EmbeddedBroker broker) throws Exception {
    try (KafkaStreams active = start(broker, "a")) {
      await().atMost(SOON).until(() -> active.state() == KafkaStreams.State.RUNNING);
      try (KafkaStreams standby = start(broker, "b")) {
        produce(broker, TEXTS);
        await().atMost(SOON).until(() -> Files.exists(directory.resolve("b")));
        active.close(SOON);
        await().atMost(SOON).until(() -> found(standby, "number" + (2 * TEXTS - 1)) == 1);
        assertEquals(2 * TEXTS, stats(standby));
        assertEquals(1, found(standby, "number0"));
        assertEquals(1, found(standby, "number" + TEXTS));
      }
    }
  }

  private KafkaStreams start(EmbeddedBroker broker, String name) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bulk");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(name).toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
    // An instance that closes does not leave its group.
    properties.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), 6_000);
    CommittingClientSupplier clients = new CommittingClientSupplier();
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new StringDeserializer(), TOPIC)
            .addProcessor("keep", Keep::new, "in")
            .addStateStore(
                ConceptStores.persistent(STORE).withDimension(2).withClientSupplier(clients),
                "keep");
    KafkaStreams streams = new KafkaStreams(topology, properties, clients);
    streams.start();
    return streams;
  }

  /** The number of concepts of the active store; -1 if there is none. */
  private static long stats(KafkaStreams streams) {
    EngineStats stats = ask(streams, new ConceptQuery.StoreStats());
    return stats == null ? -1 : stats.concepts();
  }

  /** The number of hits in the active store; -1 if there is none. */
  private static int found(KafkaStreams streams, String word) {
    var hits = ask(streams, new ConceptQuery.TextMatches(new TextSearch(word, 5, null)));
    return hits == null ? -1 : hits.size();
  }

  private static <R> @Nullable R ask(KafkaStreams streams, ConceptQuery<R> query) {
    try {
      return streams
          .query(StateQueryRequest.inStore(STORE).withQuery(query).requireActive())
          .getPartitionResults()
          .values()
          .stream()
          .filter(QueryResult::isSuccess)
          .map(QueryResult::getResult)
          .findFirst()
          .orElse(null);
    } catch (StreamsNotStartedException e) {
      return null;
    }
  }

  private static void produce(EmbeddedBroker broker, int first) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = first; i < first + TEXTS; i++) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, 0, "t" + i, "text number" + i)));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  private static void checkStores(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      for (Path manifest : files.filter(file -> file.endsWith("MANIFEST")).toList()) {
        Path store = manifest.resolveSibling(".").normalize();
        assertTrue(StoreCheck.run(store).isClean(), () -> store.toString());
      }
    }
  }

  private static void delete(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> text) {
      ConceptStore store = context().getStateStore(STORE);
      store.put(Concept.builder(text.key()).text(text.value()).build());
    }
  }
}
