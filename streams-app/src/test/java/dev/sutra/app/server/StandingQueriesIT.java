package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.kafka.standing.StandingQueries;
import dev.sutra.kafka.standing.StandingQuerySerde;
import dev.sutra.record.Concept;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
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
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standing queries of the library on a real broker. */
class StandingQueriesIT {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path directory;

  private String bootstrap = "";

  @Test
  void queriesSurviveRestartsAndRebalancesAndEachMatchIsSentOnce() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      bootstrap = broker.bootstrapServers();
      createTopics();
      register("river", "rivers");
      register("stone", "stones");
      try (Instance first = new Instance("a")) {
        // The start has waited for the queries.
        assertEquals(List.of("river", "stone"), first.index.ids("", 10));
        event("1", "a river of stones");
        awaitMatches("river 1", "stone 1");
      }
      remove("stone");
      register("sea", "sea");
      try (Instance first = new Instance("a")) {
        assertEquals(List.of("river", "sea"), first.index.ids("", 10));
        try (Instance second = new Instance("b")) {
          assertEquals(List.of("river", "sea"), second.index.ids("", 10));
          await().atMost(SOON).until(() -> second.tasks() == 2 && first.tasks() == 2);
          for (int i = 10; i < 30; i++) {
            event(String.valueOf(i), "stones in the sea");
          }
          awaitMatches(numbered());
          remove("sea");
          await().atMost(SOON).until(() -> first.index.size() == 1 && second.index.size() == 1);
        }
        await().atMost(SOON).until(() -> first.tasks() == 4);
        event("2", "a river to the sea");
        List<String> all = new ArrayList<>(List.of(numbered()));
        all.add("river 2");
        awaitMatches(all.toArray(String[]::new));
      }
    }
  }

  private static String[] numbered() {
    List<String> all = new ArrayList<>(List.of("river 1", "stone 1"));
    for (int i = 10; i < 30; i++) {
      all.add("sea " + i);
    }
    return all.toArray(String[]::new);
  }

  private final class Instance implements AutoCloseable {
    final QueryIndex index = new QueryIndex(TextAnalyzer.named("english"), 2, Similarity.COSINE);
    private final KafkaStreams streams;

    Instance(String name) {
      StreamsBuilder builder = new StreamsBuilder();
      StandingQueries.addTo(builder, "standing", "queries", index)
          .match(
              builder.stream("texts", Consumed.with(Serdes.String(), Serdes.String()))
                  .mapValues((id, text) -> Concept.builder(id).text(text).build()))
          .mapValues(match -> match.match().queryId() + " " + match.event().id())
          .to("matches", Produced.with(Serdes.String(), Serdes.String()));
      Properties properties = new Properties();
      properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "standing");
      properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
      properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(name).toString());
      properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
      properties.put("auto.offset.reset", "earliest");
      streams = new KafkaStreams(builder.build(), properties);
      streams.start();
    }

    long tasks() {
      return streams.metadataForLocalThreads().stream()
          .mapToLong(thread -> thread.activeTasks().size())
          .sum();
    }

    @Override
    public void close() {
      streams.close(
          CloseOptions.timeout(SOON)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("texts", 4, (short) 1),
                  new NewTopic("matches", 1, (short) 1),
                  new NewTopic("queries", 2, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
  }

  private void register(String id, String words) throws Exception {
    sendQuery(id, new StandingQuery(new Text(words, false)));
  }

  private void remove(String id) throws Exception {
    sendQuery(id, null);
  }

  private void sendQuery(String id, @Nullable StandingQuery query) throws Exception {
    try (Producer<String, StandingQuery> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new StandingQuerySerde().serializer())) {
      producer.send(new ProducerRecord<>("queries", id, query)).get();
    }
  }

  private void event(String id, String text) throws Exception {
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("texts", id, text)).get();
    }
  }

  /** Waits for these matches, and no others, in the committed part of the output. */
  private void awaitMatches(String... expected) {
    List<String> sorted = List.of(expected).stream().sorted().toList();
    await().atMost(SOON).untilAsserted(() -> assertEquals(sorted, matches()));
  }

  private List<String> matches() {
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("matches", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      List<String> found = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(match -> found.add(match.value()));
      }
      return found.stream().sorted().toList();
    }
  }
}
