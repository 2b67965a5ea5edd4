package dev.sutra.text;

import dev.sutra.record.LiveDocuments;

/**
 * Walks the documents that hold one term, ascending. Used by one thread.
 *
 * <p>Beside the walk it tells bounds of stretches of the list ahead, from which a search concludes
 * what the best score there can be.
 */
abstract class Postings {
  /** The document behind the last one. */
  static final int NO_MORE = Integer.MAX_VALUE;

  /** Documents in the list, live or not. */
  abstract int documentFrequency();

  /** Documents of the list that are live, counted by walking it. */
  int countLive(LiveDocuments live) {
    int count = 0;
    for (int document = advance(0); document != NO_MORE; document = advance(document + 1)) {
      count += live.isLive(document) ? 1 : 0;
    }
    return count;
  }

  /** The current document; −1 before the first. */
  abstract int document();

  /** Moves to the first document at or behind {@code target}; never backwards. */
  abstract int advance(int target);

  /** Stands before the first document again. Not for the postings of a memtable. */
  abstract void rewind();

  /** How often the current document holds the term, at least 1. */
  abstract int frequency();

  /** Length of the current document, tokens. */
  abstract int length();

  /** Where the current document holds the term: the first {@link #frequency()} entries. */
  abstract int[] positions();

  /** A bound of the frequency of all documents of the list. */
  abstract int maxFrequency();

  /** A lower bound of the length of all documents of the list. */
  abstract int minLength();

  /**
   * Looks ahead, without moving, at the stretch of documents that begins with {@code target}, which
   * must not be less than in an earlier call since a rewind.
   *
   * @return last document of the stretch
   */
  abstract int stretch(int target);

  /** No document of the stretch looked at gets a greater part of the term's weight. */
  abstract double stretchFactor(Bm25 bm25);

  /** As {@link #maxFrequency()} for the stretch looked at; 0 if it holds no document. */
  abstract int stretchMaxFrequency();

  /** As {@link #minLength()} for the stretch looked at. */
  abstract int stretchMinLength();

  /**
   * Whether the stretch looked at may hold a document of this length that holds the term so often.
   */
  abstract boolean stretchBounds(int frequency, int length);
}
