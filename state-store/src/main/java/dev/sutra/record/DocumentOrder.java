package dev.sutra.record;

/**
 * The order of documents with equal scores: by concept id, compared as bytes. It does not depend on
 * the distribution of documents over sources; the documents of a segment ascend in this order.
 */
@FunctionalInterface
public interface DocumentOrder {
  /**
   * Compares two documents of the searched sources.
   *
   * @param sourceA index of a source in the searched list
   * @param documentA a document of it
   * @param sourceB index of a source
   * @param documentB a document of it
   * @return negative, 0 or positive if the first is before, equal to, or after the second
   */
  int compare(int sourceA, int documentA, int sourceB, int documentB);
}
