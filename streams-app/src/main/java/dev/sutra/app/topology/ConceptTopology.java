package dev.sutra.app.topology;

import dev.sutra.app.embed.Embedder;
import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.kafka.ConceptStoreBuilder;
import dev.sutra.kafka.standing.StandingQueries;
import dev.sutra.kafka.standing.StandingQuerySerde;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Builds the topology around one concept store. */
public final class ConceptTopology {
  private ConceptTopology() {}

  /**
   * Builds the topology.
   *
   * @param routing the topics and their properties
   * @param store the store that both processors share
   * @param deserializers creates a deserializer of events for each processor; it throws {@link
   *     dev.sutra.schemas.SchemaRegistryUnavailableException} for records it cannot read yet
   * @param embedder derives vectors from texts, or null
   * @param registryPatience how long an event waits for the schema registry
   * @param active tracks which partitions are active and restored
   * @param queries the standing queries
   */
  public static Topology build(
      EventRouting routing,
      ConceptStoreBuilder store,
      Supplier<Deserializer<ConceptEvent>> deserializers,
      @Nullable Embedder embedder,
      EventCounters counters,
      Duration registryPatience,
      ActivePartitions active,
      RegisteredQueries queries) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    String name = store.name();
    Topics topics = routing.topics();
    Supplier<EventApplier> appliers =
        () ->
            new EventApplier(
                new EventReader(deserializers, registryPatience),
                new ConceptMerge(embedder, counters),
                counters,
                routing.shape(),
                new StandingMatches(queries.index(), counters));
    Topology topology =
        new Topology()
            .addSource(NodeNames.EVENTS, in, in, topics.events())
            .addSource(NodeNames.MIRRORED, in, in, topics.mirrors())
            .addProcessor(
                NodeNames.CONCEPTS,
                () -> new EventProcessor(name, routing, counters, appliers),
                NodeNames.EVENTS)
            .addProcessor(
                NodeNames.HALVES,
                () -> new MirrorProcessor(name, routing, counters, appliers),
                NodeNames.MIRRORED)
            .addProcessor(NodeNames.ACTIVITY, active::processor, NodeNames.EVENTS)
            .addStateStore(store, NodeNames.CONCEPTS, NodeNames.HALVES)
            .addSink(
                NodeNames.MIRRORS,
                topics.mirrors(),
                out,
                out,
                new KeyPartitioner(),
                NodeNames.CONCEPTS,
                NodeNames.HALVES)
            .addSink(
                NodeNames.DEAD_LETTERS,
                topics.deadLetters(),
                out,
                out,
                NodeNames.CONCEPTS,
                NodeNames.HALVES);
    addQueries(topology, routing, counters, queries);
    return topology;
  }

  /** The topic of the accepted standing queries: a changelog, which must exist before the start. */
  public static String registeredTopic(String applicationId) {
    return applicationId + "-" + QueryRegistrar.STORE + "-changelog";
  }

  /** Standing queries are accepted by one task, and read by all instances. */
  private static void addQueries(
      Topology topology, EventRouting routing, EventCounters counters, RegisteredQueries queries) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    topology
        .addSource(NodeNames.QUERIES, in, in, routing.topics().queries())
        .addProcessor(
            NodeNames.REGISTRAR,
            () -> new QueryRegistrar(queries, routing, counters),
            NodeNames.QUERIES)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(QueryRegistrar.STORE),
                Serdes.String(),
                new StandingQuerySerde()),
            NodeNames.REGISTRAR)
        .addSink(
            NodeNames.QUERY_DEAD_LETTERS,
            routing.topics().deadLetters(),
            out,
            out,
            NodeNames.REGISTRAR)
        .addSink(
            NodeNames.MATCHES,
            routing.topics().matches(),
            out,
            out,
            NodeNames.CONCEPTS,
            NodeNames.HALVES);
    StandingQueries.addTo(topology, NodeNames.REGISTERED, queries.topic(), queries.index());
  }
}
