package dev.sutra.text;

/** Walks the documents of one source that match one clause, ascending, and scores them. */
abstract class ClauseCursor {
  static final int NO_MORE = Postings.NO_MORE;

  /** The current document; −1 before the first. */
  abstract int document();

  /** Moves to the first match at or behind {@code target}; never backwards. */
  abstract int advance(int target);

  /** Score of the current document. */
  abstract double score();

  /** No document of the source scores more. */
  abstract double maxScore();

  /** As {@link Postings#stretch}. */
  abstract int stretch(int target);

  /** No document of the stretch looked at scores more. */
  abstract double stretchMaxScore();

  /** About how many documents match. */
  abstract long cost();
}
