package dev.sutra.app.server;

import dev.sutra.app.embed.Embedder;
import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.app.topology.ConceptTopology;
import dev.sutra.app.topology.EventCounters;
import dev.sutra.app.topology.EventRouting;
import dev.sutra.app.topology.TopicShape;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.standing.QueryIndex;
import dev.sutra.text.analysis.TextAnalyzer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Makes the stream of an instance.
 *
 * @param deserializers of events; each processor has its own
 * @param active tracks which partitions are active and restored
 */
record StreamSetup(
    AppConfig config,
    Supplier<Deserializer<ConceptEvent>> deserializers,
    @Nullable Embedder embedder,
    MeterRegistry metrics,
    ActivePartitions active,
    RegisteredQueries queries) {
  private static final Duration REGISTRY_PATIENCE = Duration.ofMinutes(3);

  /** No queries yet; the stream reads them from their topic. */
  static RegisteredQueries queries(
      AppConfig config, @Nullable Embedder embedder, MeterRegistry metrics) {
    QueryIndex index =
        new QueryIndex(
            TextAnalyzer.named(config.store().analyzer()),
            config.store().dimension(),
            config.store().similarity());
    Gauge.builder("sutra.standing.queries", index, QueryIndex::size)
        .description("Registered standing queries that this instance has read")
        .register(metrics);
    return new RegisteredQueries(
        index,
        ConceptTopology.registeredTopic(config.applicationId()),
        config.standingQueriesMax(),
        embedder);
  }

  /**
   * Makes the stream, which is not started.
   *
   * @param address of this instance for the others
   * @param shape of the topics, known before the start
   * @param clients closed by the caller after the stream, or if it cannot be made
   */
  KafkaStreams streams(HostInfo address, Supplier<TopicShape> shape, StreamClients clients) {
    return new KafkaStreams(
        topology(clients.committing(), shape), StreamsSettings.of(config, address), clients);
  }

  private Topology topology(CommittingClientSupplier clients, Supplier<TopicShape> shape) {
    return ConceptTopology.build(
        new EventRouting(config.topics(), shape, config.foreignPartition()),
        ConceptStores.persistent(AppConfig.STORE)
            .withLoggingEnabled(TopicLimits.WRITTEN)
            .withDimension(config.store().dimension())
            .withSimilarity(config.store().similarity())
            .withAnalyzer(config.store().analyzer())
            .withMemoryBudget(config.store().memoryBudget())
            .withClientSupplier(clients),
        deserializers,
        embedder,
        new EventCounters(metrics),
        REGISTRY_PATIENCE,
        active,
        queries);
  }
}
