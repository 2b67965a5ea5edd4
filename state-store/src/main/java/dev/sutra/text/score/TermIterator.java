package dev.sutra.text.score;

import java.util.Arrays;

/** Iterates over terms in byte order. Not thread-safe. */
public abstract class TermIterator {
  /** Moves to the next term, at first to the first one; returns false after the last. */
  public abstract boolean next();

  /** Array that begins with the current term; valid until the next move. */
  public abstract byte[] bytes();

  /** Length of the current term in bytes. */
  public abstract int length();

  /** Postings of the current term. */
  public abstract Postings postings();

  /** Compares the current terms in byte order. */
  public final int compareTerms(TermIterator other) {
    return Arrays.compareUnsigned(bytes(), 0, length(), other.bytes(), 0, other.length());
  }
}
