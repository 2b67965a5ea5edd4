package dev.sutra.text.score;

import dev.sutra.record.LiveDocuments;

/** Walks the documents of one source that match one clause, ascending, and scores them. */
public abstract class ClauseCursor {
  public static final int NO_MORE = Postings.NO_MORE;

  /** Most documents of a batch: as many as a posting block of a segment has. */
  public static final int BATCH_MAX = 128;

  /** The current document; −1 before the first. */
  public abstract int document();

  /** Moves to the first match at or behind {@code target}; never backwards. */
  public abstract int advance(int target);

  /** As {@link Postings#rewind}. */
  public abstract void rewind();

  /** Score of the current document. */
  public abstract double score();

  /** No document of the source scores more. */
  public abstract double maxScore();

  /** As {@link Postings#stretch}. */
  public abstract int stretch(int target);

  /** No document of the stretch looked at scores more. */
  public abstract double stretchMaxScore();

  /**
   * A score that so many live documents reach by this clause alone, found without a walk; 0 if none
   * is known.
   */
  public double reachedBy(int documents, LiveDocuments live) {
    return 0;
  }

  /**
   * Searches for this clause alone.
   *
   * @return false if there is no special way, and nothing has been done
   */
  public boolean searchAlone(LiveDocuments live, TopHits hits) {
    return false;
  }

  /** About how many documents match. */
  public abstract long cost();

  /**
   * Raises bounds so that no document scores more than the bound of its window.
   *
   * @param from first document of the first window, not less than in an earlier call since a rewind
   * @param bits a window has two to the power of this documents
   * @param bounds one for each window
   */
  public void raiseBounds(int from, int bits, double[] bounds) {
    int last = lastOf(from, bits, bounds);
    int first = from;
    while (first <= last) {
      int end = Math.min(stretch(first), last);
      double bound = stretchMaxScore();
      for (int window = (first - from) >>> bits; window <= (end - from) >>> bits; window++) {
        bounds[window] = Math.max(bounds[window], bound);
      }
      first = end + 1;
    }
  }

  /** Adds the score of each match in the window, and moves to the first match behind it. */
  public void collect(ScoreWindow window) {
    int document = advance(window.from());
    while (document < window.end()) {
      window.add(document, score());
      document = advance(document + 1);
    }
  }

  /**
   * Looks ahead, without moving, at the matches from the current document on that lie at hand.
   *
   * @param documents takes them, ascending
   * @param scores takes what they score
   * @return how many, at least 1 and at most {@value #BATCH_MAX}
   */
  public int peek(int[] documents, double[] scores) {
    documents[0] = document();
    scores[0] = score();
    return 1;
  }

  /**
   * Adds to the scores of some documents, which ascend, what each of them scores here.
   *
   * @param matchesOnly whether those that do not match are dropped
   * @return how many are left
   */
  public int addScores(int[] documents, double[] scores, int count, boolean matchesOnly) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      boolean matches = advance(documents[i]) == documents[i];
      if (matches || !matchesOnly) {
        documents[kept] = documents[i];
        scores[kept++] = matches ? scores[i] + score() : scores[i];
      }
    }
    return kept;
  }

  /** The last document of the last window. */
  public static int lastOf(int from, int bits, double[] bounds) {
    long end = from + ((long) bounds.length << bits);
    return (int) Math.min(end, NO_MORE) - 1;
  }
}
