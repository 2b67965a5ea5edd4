package dev.sutra.kafka;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * The type of a concept store for {@code KafkaStreams.store}. Kafka's public interface names an
 * internal type in the method that every implementation has to have.
 */
final class QueryableConcepts implements QueryableStoreType<ReadOnlyConceptStore> {
  @Override
  public boolean accepts(StateStore store) {
    return store instanceof ConceptStore;
  }

  @Override
  public ReadOnlyConceptStore create(StateStoreProvider provider, String store) {
    return new MergedPartitions(() -> provider.stores(store, this));
  }
}
