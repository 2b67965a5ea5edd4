package dev.sutra.examples;

import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.streams.ConceptStreams;
import dev.sutra.record.Concept;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the articles that say something new: topic {@code articles} to {@code fresh}. Those
 * that resemble an earlier one go to {@code repeats}, with its id.
 */
public final class DeduplicateStream {
  private static final float THRESHOLD = 0.9f;

  private DeduplicateStream() {}

  /** Starts it; the argument is the list of brokers. */
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "deduplicate-stream");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    // Otherwise an article that is processed again after a crash is passed on again.
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    CommittingClientSupplier clients = new CommittingClientSupplier();
    KafkaStreams streams = new KafkaStreams(topology(clients), properties, clients);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  /** An article, and the id of the earlier one that it resembles, if there is one. */
  private record Compared(String text, @Nullable String original) {}

  /** Without its text, which no query here returns. Without a concept, an article passes. */
  private static @Nullable Concept concept(@Nullable String id, String text) {
    return id == null ? null : Concept.builder(id).vector(WordVectors.of(text)).build();
  }

  static Topology topology(CommittingClientSupplier clients) {
    StreamsBuilder builder = new StreamsBuilder();
    // With the supplier each Kafka transaction commits the store, too: a killed process recovers
    // from its disk instead of reading the changelog again.
    builder.addStateStore(
        ConceptStores.persistent("seen")
            .withDimension(WordVectors.DIMENSION)
            .withClientSupplier(clients));
    // An article meets those of its partition. With several partitions, what may be the same must
    // have the same partition: choose it when writing, by language or customer for example.
    KStream<String, String> articles =
        builder.stream("articles", Consumed.with(Serdes.String(), Serdes.String()));
    KStream<String, Compared> compared =
        ConceptStreams.over("seen")
            .markDuplicates(
                articles,
                THRESHOLD,
                DeduplicateStream::concept,
                UnaryOperator.identity(),
                (text, earlier) -> new Compared(text, earlier == null ? null : earlier.id()));
    Produced<String, String> strings = Produced.with(Serdes.String(), Serdes.String());
    compared
        .filter((id, article) -> article.original() == null)
        .mapValues(Compared::text)
        .to("fresh", strings);
    compared
        .filter((id, article) -> article.original() != null)
        .mapValues(Compared::original)
        .to("repeats", strings);
    return builder.build();
  }
}
