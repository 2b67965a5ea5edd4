package dev.sutra.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sutra.app.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics of standing queries of an application, as a client uses them. */
final class StandingTopics implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Topics topics;
  private final String bootstrapServers;
  private final Producer<String, String> producer;

  /**
   * Names the topics of an application.
   *
   * @param name prefix of all topics
   */
  StandingTopics(String bootstrapServers, String name) {
    this(
        bootstrapServers,
        new Topics(name + "-e", name + "-m", name + "-dead", name + "-q", name + "-matches"));
  }

  StandingTopics(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
  }

  Properties settings(String applicationId, String stateDir) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrapServers);
    settings.setProperty("application.id", applicationId);
    settings.setProperty("state.dir", stateDir);
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", "4");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    settings.setProperty("topic.events", topics.events());
    settings.setProperty("topic.mirrors", topics.mirrors());
    settings.setProperty("topic.dead.letters", topics.deadLetters());
    settings.setProperty("topic.queries", topics.queries());
    settings.setProperty("topic.matches", topics.matches());
    return settings;
  }

  /** Sends a query to the topic. */
  void send(String id, @Nullable String query) throws Exception {
    producer.send(new ProducerRecord<>(topics.queries(), id, query)).get();
  }

  /** Waits for these matches ({@code query concept}), and no others. */
  void awaitMatches(List<String> expected) {
    List<String> sorted = expected.stream().sorted().toList();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertEquals(sorted, committed(topics.matches(), this::match)));
  }

  /** The reasons of the committed dead letters. */
  List<String> deadLetters() {
    return committed(
        topics.deadLetters(),
        letter -> new String(letter.headers().lastHeader("sutra.reason").value(), UTF_8));
  }

  /** How many records the topic of matches has, also of transactions that are not committed. */
  long written() {
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topics.matches()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private String match(ConsumerRecord<String, String> match) {
    try {
      JsonNode value = JSON.readTree(match.value());
      assertEquals(match.key(), value.path("query").asText());
      JsonNode edge = value.path("association");
      return match.key()
          + " "
          + (edge.isMissingNode()
              ? value.path("concept").asText()
              : edge.path("source").asText() + ">" + edge.path("target").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The committed records of a topic, sorted. */
  private List<String> committed(
      String topic, Function<ConsumerRecord<String, String>, String> shown) {
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> found = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(shown.apply(record)));
      }
      return found.stream().sorted().toList();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
