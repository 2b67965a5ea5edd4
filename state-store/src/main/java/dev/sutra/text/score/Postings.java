package dev.sutra.text.score;

import dev.sutra.record.LiveDocuments;
import java.util.BitSet;

/**
 * Iterates over the documents in which one term occurs, in ascending order. Not thread-safe.
 *
 * <p>It also gives bounds for blocks of the list ahead, from which a search computes the best
 * possible score there.
 */
public abstract class Postings {
  /** Returned after the last document. */
  public static final int NO_MORE = Integer.MAX_VALUE;

  /** Number of documents in the list, live or not. */
  public abstract int documentFrequency();

  /** Counts the live documents of the list by iterating over it. */
  public int countLive(LiveDocuments live) {
    int count = 0;
    for (int document = advance(0); document != NO_MORE; document = advance(document + 1)) {
      count += live.isLive(document) ? 1 : 0;
    }
    return count;
  }

  /** Sets the bits of all documents of the list by iterating over it. */
  public void addDocuments(BitSet documents) {
    for (int document = advance(0); document != NO_MORE; document = advance(document + 1)) {
      documents.set(document);
    }
  }

  /** The current document; −1 before the first call of {@link #advance}. */
  public abstract int document();

  /** Moves to the first document not before {@code target}; never backwards. */
  public abstract int advance(int target);

  /** Moves back before the first document. Not supported by the postings of a memtable. */
  public abstract void rewind();

  /** Frequency of the term in the current document, at least 1. */
  public abstract int frequency();

  /** Length of the current document, tokens. */
  public abstract int length();

  /** Positions of the term in the current document: the first {@link #frequency()} entries. */
  public abstract int[] positions();

  /** Upper bound of the frequencies in the list. */
  public abstract int maxFrequency();

  /** Lower bound of the document lengths in the list. */
  public abstract int minLength();

  /**
   * Selects the block that contains {@code target} or the first document after it, without moving.
   * Targets must not decrease between rewinds.
   *
   * @return last document of the block
   */
  public abstract int advanceShallow(int target);

  /** Upper bound of {@link Bm25#factor} in the selected block. */
  public abstract double blockMaxFactor(Bm25 bm25);

  /** Upper bound of the frequencies in the selected block; 0 if it is empty. */
  public abstract int blockMaxFrequency();

  /** Lower bound of the document lengths in the selected block. */
  public abstract int blockMinLength();

  /**
   * Whether the bounds of the selected block allow a document of this length with this frequency.
   */
  public abstract boolean blockBounds(int frequency, int length);
}
