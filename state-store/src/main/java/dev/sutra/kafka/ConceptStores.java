package dev.sutra.kafka;

/** Where concept stores come from. */
public final class ConceptStores {
  private ConceptStores() {}

  /**
   * A store that is kept on disk, below the state directory of the application.
   *
   * @param name of the store, as processors and queries call it: letters, digits, '.', '_' and '-'
   *     (it is part of the name of the changelog topic and of the store's directory)
   * @throws IllegalArgumentException if the name is empty, too long or holds another character
   */
  public static ConceptStoreBuilder persistent(String name) {
    return new ConceptStoreBuilder(name);
  }
}
