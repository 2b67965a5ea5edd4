package dev.sutra.kafka.standing;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.standing.QueryIndex;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Standing queries of a topology.
 *
 * <p>Queries are the values of a compacted topic ({@link StandingQuerySerde}), keyed by their ids;
 * a tombstone removes one. Each instance keeps all of them in an index, and their ids in a global
 * store: {@code KafkaStreams.start} returns only when the whole topic has been read. A task matches
 * its events with the index and forwards the matches in its own transaction.
 *
 * <p>A query matches events that are processed after the instance has read it. Events and queries
 * are in different topics: there is no order between them beyond that.
 */
public final class StandingQueries {
  private final QueryIndex index;

  private StandingQueries(QueryIndex index) {
    this.index = index;
  }

  /**
   * Adds the global store of the queries to a topology.
   *
   * @param name of the global store; also part of the names of its source and processor
   * @param topic the queries; should be compacted
   * @param index filled from the topic; must not be changed otherwise, nor shared by instances
   */
  public static StandingQueries addTo(
      Topology topology, String name, String topic, QueryIndex index) {
    topology.addGlobalStore(
        store(name),
        name + "-source",
        Serdes.String().deserializer(),
        Serdes.ByteArray().deserializer(),
        topic,
        name + "-processor",
        () -> new QueryProcessor(name, index));
    return new StandingQueries(index);
  }

  /** As {@link #addTo(Topology, String, String, QueryIndex)}. */
  public static StandingQueries addTo(
      StreamsBuilder builder, String name, String topic, QueryIndex index) {
    builder.addGlobalStore(
        store(name),
        topic,
        Consumed.with(Serdes.String(), Serdes.ByteArray()),
        () -> new QueryProcessor(name, index));
    return new StandingQueries(index);
  }

  /**
   * The matches of concepts, keyed by query.
   *
   * @param concepts concepts as they are after each event
   */
  public <K> KStream<String, StandingMatch<Concept>> match(KStream<K, Concept> concepts) {
    return concepts.process(concepts());
  }

  /**
   * The matches of associations, keyed by query.
   *
   * @param associations associations as they are after each event
   */
  public <K> KStream<String, StandingMatch<Association>> matchAssociations(
      KStream<K, Association> associations) {
    return associations.process(associations());
  }

  /** The processor of {@link #match}, for a {@link Topology}. */
  public <K> ProcessorSupplier<K, Concept, String, StandingMatch<Concept>> concepts() {
    return () -> new MatchProcessor<>(index::match);
  }

  /** The processor of {@link #matchAssociations}, for a {@link Topology}. */
  public <K> ProcessorSupplier<K, Association, String, StandingMatch<Association>> associations() {
    return () -> new MatchProcessor<>(index::match);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }
}
