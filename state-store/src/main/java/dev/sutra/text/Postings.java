package dev.sutra.text;

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

  /** The current document; −1 before the first. */
  abstract int document();

  /** Moves to the first document at or behind {@code target}; never backwards. */
  abstract int advance(int target);

  /** How often the current document holds the term, at least 1. */
  abstract int frequency();

  /** Where the current document holds the term: the first {@link #frequency()} entries. */
  abstract int[] positions();

  /** A bound of the frequency of all documents of the list. */
  abstract int maxFrequency();

  /** A lower bound of the length of all documents of the list. */
  abstract int minLength();

  /**
   * Looks ahead, without moving, at the stretch of documents that begins with {@code target}, which
   * must not be less than in an earlier call.
   *
   * @return last document of the stretch
   */
  abstract int stretch(int target);

  /** As {@link #maxFrequency()} for the stretch looked at; 0 if it holds no document. */
  abstract int stretchMaxFrequency();

  /** As {@link #minLength()} for the stretch looked at. */
  abstract int stretchMinLength();
}
