package dev.sutra.text.score;

import dev.sutra.record.LiveDocuments;

/**
 * Iterates over the documents of one source that match one clause, in ascending order, and scores
 * them. Not thread-safe.
 */
public abstract class ClauseCursor {
  public static final int NO_MORE = Postings.NO_MORE;

  /** Most documents of one {@link #peek}: those of a posting block of a segment. */
  public static final int BATCH_MAX = 128;

  // Most blocks whose bounds are read for those of a range.
  private static final int BLOCKS_MAX = 16;

  /** The current document; −1 before the first call of {@link #advance}. */
  public abstract int document();

  /** Moves to the first match not before {@code target}; never backwards. */
  public abstract int advance(int target);

  /** As {@link Postings#rewind}. */
  public abstract void rewind();

  /** Score of the current document. */
  public abstract double score();

  /** How often the clause occurs in the current document; 1 for a clause that counts once. */
  public int frequency() {
    return 1;
  }

  /** Upper bound of the scores in the source. */
  public abstract double maxScore();

  /** As {@link Postings#advanceShallow}. */
  public abstract int advanceShallow(int target);

  /** Upper bound of the scores in the selected block. */
  public abstract double blockMaxScore();

  /**
   * Upper bound of the scores of some documents, without moving.
   *
   * @param from the first; must not decrease between rewinds
   * @param to the last
   */
  public double maxScore(int from, int to) {
    double most = 0;
    int first = from;
    for (int i = 0; i < BLOCKS_MAX; i++) {
      int end = advanceShallow(first);
      most = Math.max(most, blockMaxScore());
      if (end >= to) {
        return most;
      }
      first = end + 1;
    }
    return maxScore();
  }

  /**
   * A score that at least this many live documents reach by this clause alone, without iterating
   * over the matches; 0 if unknown.
   */
  public double scoreFloor(int documents, LiveDocuments live) {
    return 0;
  }

  /**
   * Searches for this clause alone, if the cursor has a special algorithm for it.
   *
   * @return false if it has none; nothing was offered then
   */
  public boolean searchAlone(LiveDocuments live, TopHits hits) {
    return false;
  }

  /**
   * Allows the cursor to leave out matches whose scores cannot become hits. Only for a cursor whose
   * scores are all of a document's score.
   */
  public void leaveOutLosers(TopHits hits) {}

  /** Approximate number of matches. */
  public abstract long cost();

  /**
   * Raises the bounds of windows to upper bounds of the scores in them.
   *
   * @param from first document of the first window; must not decrease between rewinds
   * @param bits binary logarithm of the number of documents of a window
   * @param bounds one for each window
   */
  public void raiseBounds(int from, int bits, double[] bounds) {
    int last = lastOf(from, bits, bounds);
    int first = from;
    while (first <= last) {
      int end = Math.min(advanceShallow(first), last);
      double bound = blockMaxScore();
      for (int window = (first - from) >>> bits; window <= (end - from) >>> bits; window++) {
        bounds[window] = Math.max(bounds[window], bound);
      }
      first = end + 1;
    }
  }

  /** Adds the score of each match in the window, and moves to the first match after it. */
  public void collect(ScoreWindow window) {
    int document = advance(window.from());
    while (document < window.end()) {
      window.add(document, score());
      document = advance(document + 1);
    }
  }

  /**
   * Reads matches from the current document on, without moving.
   *
   * @param documents receives the matches, ascending
   * @param scores receives their scores
   * @return number of matches, at least 1 and at most {@value #BATCH_MAX}
   */
  public int peek(int[] documents, double[] scores) {
    documents[0] = document();
    scores[0] = score();
    return 1;
  }

  /**
   * Adds the scores of this clause to those of some documents, which ascend.
   *
   * @param matchesOnly whether to drop documents that do not match
   * @return number of remaining documents
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
