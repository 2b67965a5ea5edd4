package dev.sutra.kafka;

/** Where concept stores come from. */
public final class ConceptStores {
  private ConceptStores() {}

  /**
   * A store that is kept on disk, below the state directory of the application.
   *
   * <p>It goes to {@code Topology.addStateStore}: restored from its own changelog. Or to {@code
   * Topology.addGlobalStore}: each instance fills a store from a whole topic, through a processor,
   * and again so when the store is gone. {@code Topology.addReadOnlyStateStore} is refused with an
   * {@link UnsupportedOperationException}: Kafka Streams would restore the events of the source
   * topic as if they were rows of the store.
   *
   * @param name of the store, as processors and queries call it: letters, digits, '.', '_' and '-'
   *     (it is part of the name of the changelog topic and of the store's directory)
   * @throws IllegalArgumentException if the name is empty, too long or holds another character
   */
  public static ConceptStoreBuilder persistent(String name) {
    return new ConceptStoreBuilder(name);
  }
}
