package dev.sutra.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Walks terms in byte order. Used by one thread. */
abstract class Terms {
  /** Moves to the next term, the first one at the first call; false behind the last. */
  abstract boolean next();

  /** Holds the current term; valid until the next move. */
  abstract byte[] bytes();

  /** Length of the current term in bytes. */
  abstract int length();

  /** The documents of the current term. */
  abstract Postings postings();

  /** Puts those of the walks that stand at the least of their current terms into {@code least}. */
  static <T> void findLeast(List<T> walks, Function<T, Terms> terms, List<T> least) {
    least.clear();
    for (T walk : walks) {
      int order = 0;
      if (!least.isEmpty()) {
        order = terms.apply(walk).compareTo(terms.apply(least.getFirst()));
      }
      if (order < 0) {
        least.clear();
      }
      if (order <= 0) {
        least.add(walk);
      }
    }
  }

  private int compareTo(Terms other) {
    return Arrays.compareUnsigned(bytes(), 0, length(), other.bytes(), 0, other.length());
  }
}
