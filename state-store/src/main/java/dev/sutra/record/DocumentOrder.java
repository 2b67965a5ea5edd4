package dev.sutra.record;

/**
 * Which of two documents comes first where their scores are equal: the one whose concept id is
 * less, as bytes. It does not depend on how documents are spread over sources; within one segment
 * they ascend in this order.
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
   * @return negative, 0 or positive as the first comes before, is, or comes behind the second
   */
  int compare(int sourceA, int documentA, int sourceB, int documentB);
}
