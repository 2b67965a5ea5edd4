package dev.sutra.examples;

import dev.sutra.kafka.standing.StandingQueries;
import dev.sutra.kafka.standing.StandingQuerySerde;
import dev.sutra.record.Concept;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQuery;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts on standing queries: each message of the topic {@code messages} that matches a query of
 * the topic {@code queries} goes to {@code alerts}, keyed by the query. The topic of the queries
 * should be compacted.
 */
public final class AlertOnQueries {
  private static final Logger LOG = LoggerFactory.getLogger(AlertOnQueries.class);

  private AlertOnQueries() {}

  /**
   * Starts it, or registers a query: {@code BROKERS ID WORDS}. A query without words is removed.
   */
  public static void main(String[] args) throws ExecutionException, InterruptedException {
    if (args.length > 1) {
      register(args[0], args[1], args.length > 2 ? args[2] : null);
      return;
    }
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "alert-on-queries");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    KafkaStreams streams = new KafkaStreams(topology(), properties);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  static Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    QueryIndex index = index();
    StandingQueries queries = StandingQueries.addTo(builder, "standing", "queries", index);
    KStream<String, Concept> messages =
        builder.stream("messages", Consumed.with(Serdes.String(), Serdes.String()))
            .mapValues(AlertOnQueries::concept)
            .filter((id, concept) -> concept != null);
    queries
        .match(messages)
        .mapValues(found -> found.match().score() + " " + found.event().text())
        .to("alerts", Produced.with(Serdes.String(), Serdes.String()));
    return builder.build();
  }

  /** The message as a concept, or null if it cannot be one. */
  private static @Nullable Concept concept(@Nullable String id, @Nullable String text) {
    if (id == null || text == null) {
      return null;
    }
    try {
      return Concept.builder(id).text(text).vector(WordVectors.of(text)).build();
    } catch (IllegalArgumentException e) {
      // An empty id or a text that is too long. An exception would stop the stream.
      LOG.warn("a message is ignored: {}", e.getMessage());
      return null;
    }
  }

  /** The index of an instance; also what a registering program checks its queries with. */
  static QueryIndex index() {
    return new QueryIndex(TextAnalyzer.named("english"), WordVectors.DIMENSION, Similarity.COSINE);
  }

  /** Sends a query, or its removal. A message must contain all of the words to match. */
  private static void register(String brokers, String id, @Nullable String words)
      throws ExecutionException, InterruptedException {
    StandingQuery query =
        words == null ? null : new StandingQuery(new StandingQuery.Text(words, false));
    if (query != null) {
      // Here a mistake is an exception; in the topic it would be ignored with a warning.
      index().check(id, query);
    }
    try (Producer<String, @Nullable StandingQuery> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new StringSerializer(),
            new StandingQuerySerde().serializer())) {
      producer.send(new ProducerRecord<>("queries", id, query)).get();
    }
  }
}
