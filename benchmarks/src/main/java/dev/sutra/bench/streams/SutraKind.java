package dev.sutra.bench.streams;

import dev.sutra.engine.EngineStats;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.StoreBuilder;

/** Concept stores, committed with each transaction. */
final class SutraKind implements StoreKind {
  static final String LABEL = "Sutra";

  private final CommittingClientSupplier clients = new CommittingClientSupplier();

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public List<StoreBuilder<?>> builders(int count) {
    List<StoreBuilder<?>> builders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      builders.add(
          ConceptStores.persistent("store-" + i)
              .withDimension(EventData.DIMENSION)
              .withClientSupplier(clients));
    }
    return builders;
  }

  @Override
  public EventWriter open(ProcessorContext<byte[], byte[]> context, int count) {
    List<ConceptStore> stores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stores.add(context.getStateStore("store-" + i));
    }
    return new EventWriter() {
      private int next;

      @Override
      public void put(byte[] key, byte[] value, long time) {
        stores.get(next++ % count).put(Event.decode(value).toConcept(key, time));
      }

      @Override
      public void close() {
        // Kafka Streams closes the stores.
      }
    };
  }

  @Override
  public KafkaStreams application(Topology topology, Properties settings) {
    return new KafkaStreams(topology, settings, clients);
  }

  @Override
  public boolean has(KafkaStreams streams, String key) {
    return ask(streams, new ConceptQuery.GetConcept(key)).map(Optional::isPresent).orElse(false);
  }

  @Override
  public void check(KafkaStreams streams, int keys) {
    long concepts = stats(streams).map(EngineStats::concepts).orElse(-1L);
    if (concepts != keys) {
      throw new IllegalStateException(concepts + " concepts instead of " + keys);
    }
  }

  @Override
  public boolean finds(KafkaStreams streams, String word, String key) {
    return ask(streams, new ConceptQuery.TextMatches(new TextSearch(word, 1, null)))
        .map(hits -> !hits.isEmpty() && hits.getFirst().id().equals(key))
        .orElse(false);
  }

  /** The statistics; empty while the store does not answer. */
  static Optional<EngineStats> stats(KafkaStreams streams) {
    return ask(streams, new ConceptQuery.StoreStats());
  }

  private static <R> Optional<R> ask(KafkaStreams streams, ConceptQuery<R> query) {
    return Answers.only(streams, StateQueryRequest.inStore(STORE).withQuery(query));
  }
}
