package dev.sutra.vector;

/**
 * A total order of the documents of several sources that does not depend on how they are spread
 * over the sources, such as the order of their concept ids. Decides between equal scores.
 */
@FunctionalInterface
public interface DocumentOrder {
  /** Negative if document A of source A comes first, positive if document B of source B does. */
  int compare(int sourceA, int documentA, int sourceB, int documentB);
}
