package dev.sutra.text.score;

import java.util.Arrays;

/** Walks terms in byte order. Used by one thread. */
public abstract class Terms {
  /** Moves to the next term, the first one at the first call; false behind the last. */
  public abstract boolean next();

  /** Holds the current term; valid until the next move. */
  public abstract byte[] bytes();

  /** Length of the current term in bytes. */
  public abstract int length();

  /** The documents of the current term. */
  public abstract Postings postings();

  /** Compares the current terms in byte order. */
  public final int compareTo(Terms other) {
    return Arrays.compareUnsigned(bytes(), 0, length(), other.bytes(), 0, other.length());
  }
}
