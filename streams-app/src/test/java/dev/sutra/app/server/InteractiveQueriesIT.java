package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own ways to query a store from outside, on a store of two partitions. */
class InteractiveQueriesIT {
  private static final String TOPIC = "texts";
  private static final String STORE = "concepts";
  private static final int PARTITIONS = 2;
  private static final int TEXTS = 40;
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void storesAnswerFromOutsideAndSayWhenTheyCannot() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      }
      produce(broker);
      Position all = Position.emptyPosition();
      ReadOnlyConceptStore left;
      try (KafkaStreams streams = new KafkaStreams(topology(), properties(broker))) {
        streams.start();
        await().atMost(SOON).until(() -> texts(streams).size() == TEXTS);
        left = store(streams, false);
        assertEquals(TEXTS, left.stats().concepts());
        assertEquals("text number7", found(streams, "t7").text());
        assertEquals(
            List.of("t39"),
            left.search(new TextSearch("number39", 5, null)).stream().map(Hit::id).toList());
        query(streams, KeyQuery.withKey("t0"), PositionBound.unbounded(), false)
            .values()
            .forEach(result -> all.merge(result.getPosition()));
      }
      assertThrows(InvalidStateStoreException.class, () -> left.get("t0"));
      deleteState();
      answersDuringARestore(broker, all);
    }
  }

  private void answersDuringARestore(EmbeddedBroker broker, Position all) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    // Released before the streams are closed, which waits for the restore.
    try (KafkaStreams streams = new KafkaStreams(topology(), properties(broker));
        AutoCloseable _ = released::countDown) {
      streams.setGlobalStateRestoreListener(new Held(started, released));
      streams.start();
      assertTrue(started.await(1, TimeUnit.MINUTES));
      KeyQuery<String, Concept> key = KeyQuery.withKey("t7");
      // The task is being restored: nobody is active, and what is there is behind the bound.
      for (QueryResult<Concept> result :
          query(streams, key, PositionBound.unbounded(), true).values()) {
        assertEquals(FailureReason.NOT_ACTIVE, result.getFailureReason());
      }
      for (QueryResult<Concept> result :
          query(streams, key, PositionBound.at(all), false).values()) {
        assertEquals(FailureReason.NOT_UP_TO_BOUND, result.getFailureReason());
      }
      // Who accepts old answers gets them, with the position that says how old they are.
      for (QueryResult<Concept> result :
          query(streams, key, PositionBound.unbounded(), false).values()) {
        assertNull(result.getResult());
        assertTrue(result.getPosition().isEmpty());
      }
      ReadOnlyConceptStore current = store(streams, false);
      assertThrows(InvalidStateStoreException.class, () -> current.get("t7"));
      assertNull(store(streams, true).get("t7"));

      released.countDown();
      await().atMost(SOON).until(() -> streams.state() == KafkaStreams.State.RUNNING);
      assertEquals("text number7", found(streams, "t7").text());
      // The same facade, since it looks for the partitions with each read.
      assertEquals(TEXTS, current.stats().concepts());
    }
  }

  private static ReadOnlyConceptStore store(KafkaStreams streams, boolean stale) {
    StoreQueryParameters<ReadOnlyConceptStore> parameters =
        StoreQueryParameters.fromNameAndType(STORE, ConceptStores.queryable());
    return streams.store(stale ? parameters.enableStaleStores() : parameters);
  }

  private static Concept found(KafkaStreams streams, String id) {
    return query(streams, KeyQuery.<String, Concept>withKey(id), PositionBound.unbounded(), true)
        .values()
        .stream()
        .map(QueryResult::getResult)
        .filter(concept -> concept != null)
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> texts(KafkaStreams streams) {
    Set<String> ids = new TreeSet<>();
    if (streams.state() != KafkaStreams.State.RUNNING) {
      return ids;
    }
    RangeQuery<String, Concept> everything = RangeQuery.withNoBounds();
    query(streams, everything, PositionBound.unbounded(), false)
        .values()
        .forEach(
            result -> {
              if (result.isSuccess()) {
                try (KeyValueIterator<String, Concept> concepts = result.getResult()) {
                  concepts.forEachRemaining(entry -> ids.add(entry.key));
                }
              }
            });
    return ids;
  }

  private static <R> Map<Integer, QueryResult<R>> query(
      KafkaStreams streams, Query<R> query, PositionBound bound, boolean active) {
    StateQueryRequest<R> request =
        StateQueryRequest.inStore(STORE).withQuery(query).withPositionBound(bound);
    return streams.query(active ? request.requireActive() : request).getPartitionResults();
  }

  private Properties properties(EmbeddedBroker broker) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "queried");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
    // The group knows it again after the restart, and does not wait for the end of a session.
    properties.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), "one");
    return properties;
  }

  private static Topology topology() {
    return new Topology()
        .addSource("in", new StringDeserializer(), new StringDeserializer(), TOPIC)
        .addProcessor("keep", Keep::new, "in")
        .addStateStore(ConceptStores.persistent(STORE).withDimension(2), "keep");
  }

  private static void produce(EmbeddedBroker broker) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < TEXTS; i++) {
        producer
            .send(new ProducerRecord<>(TOPIC, i % PARTITIONS, "t" + i, "text number" + i))
            .get();
      }
    }
  }

  private void deleteState() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** Holds the restore before its first record. */
  private record Held(CountDownLatch started, CountDownLatch released)
      implements StateRestoreListener {
    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
      started.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long end, long count) {}

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {}
  }

  private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> text) {
      ConceptStore store = context().getStateStore(STORE);
      store.put(Concept.builder(text.key()).text(text.value()).build());
    }
  }
}
