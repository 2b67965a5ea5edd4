package dev.sutra.text;

import java.util.Arrays;

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

  /** Compares the current terms in byte order. */
  final int compareTo(Terms other) {
    return Arrays.compareUnsigned(bytes(), 0, length(), other.bytes(), 0, other.length());
  }
}
