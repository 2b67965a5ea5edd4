package dev.sutra.kafka;

import org.apache.kafka.streams.state.QueryableStoreType;

/** Creates builders of concept stores, and names their type for queries. */
public final class ConceptStores {
  private ConceptStores() {}

  /**
   * Returns a builder of a store on disk, below the state directory of the application.
   *
   * <p>Pass it to {@code Topology.addStateStore}, and the store is restored from its changelog. Or
   * pass it to {@code Topology.addGlobalStore}, and each instance fills its store from a whole
   * topic through a processor, and again after the store was lost. {@code
   * Topology.addReadOnlyStateStore} fails with an {@link UnsupportedOperationException}: Kafka
   * Streams would restore the events of the source topic as if they were rows of the store.
   *
   * @param name of the store for processors and queries: letters, digits, '.', '_' and '-' (it is
   *     part of the names of the changelog topic and of the store's directory)
   * @throws IllegalArgumentException if the name is empty, too long or has another character
   */
  public static ConceptStoreBuilder persistent(String name) {
    return new ConceptStoreBuilder(name);
  }

  /**
   * The type of a concept store for {@code KafkaStreams.store} (IQv1), which also returns global
   * stores; {@code KafkaStreams.query} refuses those. All partitions of this instance read as one
   * store: results are merged, and texts are scored with the statistics of all. A read raises
   * {@link org.apache.kafka.streams.errors.InvalidStateStoreException} while a partition is being
   * restored, has been closed or has moved. With {@code enableStaleStores} of {@code
   * StoreQueryParameters}, standbys and partitions that are being restored are read, too, and
   * results may be old or incomplete without saying so.
   */
  public static QueryableStoreType<ReadOnlyConceptStore> queryable() {
    return new QueryableConcepts();
  }
}
