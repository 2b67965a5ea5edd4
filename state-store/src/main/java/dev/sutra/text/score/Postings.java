package dev.sutra.text.score;

import dev.sutra.record.LiveDocuments;

/**
 * Walks the documents that hold one term, ascending. Used by one thread.
 *
 * <p>Beside the walk it tells bounds of stretches of the list ahead, from which a search concludes
 * what the best score there can be.
 */
public abstract class Postings {
  /** The document behind the last one. */
  public static final int NO_MORE = Integer.MAX_VALUE;

  /** Documents in the list, live or not. */
  public abstract int documentFrequency();

  /** Documents of the list that are live, counted by walking it. */
  public int countLive(LiveDocuments live) {
    int count = 0;
    for (int document = advance(0); document != NO_MORE; document = advance(document + 1)) {
      count += live.isLive(document) ? 1 : 0;
    }
    return count;
  }

  /** The current document; −1 before the first. */
  public abstract int document();

  /** Moves to the first document at or behind {@code target}; never backwards. */
  public abstract int advance(int target);

  /** Stands before the first document again. Not for the postings of a memtable. */
  public abstract void rewind();

  /** How often the current document holds the term, at least 1. */
  public abstract int frequency();

  /** Length of the current document, tokens. */
  public abstract int length();

  /** Where the current document holds the term: the first {@link #frequency()} entries. */
  public abstract int[] positions();

  /** A bound of the frequency of all documents of the list. */
  public abstract int maxFrequency();

  /** A lower bound of the length of all documents of the list. */
  public abstract int minLength();

  /**
   * Looks ahead, without moving, at the stretch of documents that begins with {@code target}, which
   * must not be less than in an earlier call since a rewind.
   *
   * @return last document of the stretch
   */
  public abstract int stretch(int target);

  /** No document of the stretch looked at gets a greater part of the term's weight. */
  public abstract double stretchFactor(Bm25 bm25);

  /** As {@link #maxFrequency()} for the stretch looked at; 0 if it holds no document. */
  public abstract int stretchMaxFrequency();

  /** As {@link #minLength()} for the stretch looked at. */
  public abstract int stretchMinLength();

  /**
   * Whether the stretch looked at may hold a document of this length that holds the term so often.
   */
  public abstract boolean stretchBounds(int frequency, int length);
}
