package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.engine.query.Hit;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.streams.ConceptStreams;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operators of the DSL on a broker, under exactly-once, over an own and a global store. */
class StreamOperatorsIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int FIRST = 30;
  private static final int ALL = 60;

  @TempDir Path directory;

  @Test
  void eventsAreDeduplicatedAndEnrichedOnce() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin
            .createTopics(
                List.of(
                    new NewTopic("events", 1, (short) 1),
                    new NewTopic("places", 1, (short) 1),
                    new NewTopic("out", 1, (short) 1)))
            .all()
            .get();
      }
      send(broker, "places", "even", "0");
      send(broker, "places", "odd", "1");
      List<String> expected = new ArrayList<>();
      for (int half = 0; half < 2; half++) {
        // Each event twice, the second time under another id.
        for (int i = half * FIRST; i < half * FIRST + FIRST; i++) {
          send(broker, "events", "e" + i, String.valueOf(i));
          send(broker, "events", "again" + i, String.valueOf(i));
          expected.add("e" + i + " " + i + " near " + (i % 2 == 0 ? "even" : "odd"));
        }
        // The second half meets the first one again, after a restart.
        send(broker, "events", "late", "3");
        CommittingClientSupplier clients = new CommittingClientSupplier();
        try (KafkaStreams streams =
            new KafkaStreams(topology(clients).build(), properties(broker), clients)) {
          streams.start();
          assertEquals(expected, read(broker, expected.size()));
        }
      }
      assertEquals(ALL, expected.size());
      assertEquals(expected, read(broker, ALL));
    }
  }

  /** An event is a number, which gives its vector: two parities, each in its own plane. */
  private static float[] vector(String event) {
    int number = Integer.parseInt(event);
    float[] vector = new float[4];
    vector[number % 2 * 2] = (float) Math.cos(number / 100.0);
    vector[number % 2 * 2 + 1] = (float) Math.sin(number / 100.0);
    return vector;
  }

  private static StreamsBuilder topology(CommittingClientSupplier clients) {
    StreamsBuilder builder = new StreamsBuilder();
    Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
    builder.addStateStore(
        ConceptStores.persistent("seen").withDimension(4).withClientSupplier(clients));
    builder.addGlobalStore(
        ConceptStores.persistent("places").withDimension(4), "places", strings, Keep::new);
    var unique =
        ConceptStreams.over("seen")
            .deduplicate(
                builder.stream("events", strings),
                0.99999f,
                (id, event) -> Concept.builder(id).vector(vector(event)).build());
    ConceptStreams.overGlobal("places")
        .similarityJoin(
            unique,
            1,
            StreamOperatorsIT::vector,
            (event, hits) -> event + " near " + hits.stream().map(Hit::id).findFirst().orElse("?"))
        .to("out", Produced.with(Serdes.String(), Serdes.String()));
    return builder;
  }

  private Properties properties(EmbeddedBroker broker) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "operators");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The group knows it again after the restart, and does not wait for the end of a session.
    properties.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), "one");
    return properties;
  }

  private static void send(EmbeddedBroker broker, String topic, String key, String value)
      throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  /** The committed outputs from the start, until there are that many, and any that follow. */
  private static List<String> read(EmbeddedBroker broker, int count) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    List<String> found = new ArrayList<>();
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("out", 0)));
      await()
          .atMost(SOON)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(record -> found.add(record.key() + " " + record.value()));
                return found.size() >= count;
              });
      consumer
          .poll(Duration.ofSeconds(1))
          .forEach(record -> found.add(record.key() + " " + record.value()));
    }
    assertTrue(found.size() >= count);
    return found;
  }

  private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> place) {
      ConceptStore store = context().getStateStore("places");
      store.put(Concept.builder(place.key()).vector(vector(place.value())).build());
    }
  }
}
