package dev.sutra.kafka;

/** Creates builders of concept stores. */
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
}
