package dev.sutra.text.score;

import dev.sutra.io.Lending;
import java.util.ArrayList;
import java.util.List;

/**
 * Scratch memory of a search, pooled: allocating and clearing it would take longer than many
 * searches. Used by one search at a time.
 */
public final class SearchScratch {
  /** Entries of an array for a block after those for its documents. */
  public static final int SPARE = 16;

  // Queries may have hundreds of terms; most have a few.
  private static final int ARRAYS_MAX = 64;
  private static final Lending<SearchScratch> LENDING = new Lending<>(SearchScratch::new);

  private final ScoreWindow window = new ScoreWindow();
  private final int[] lengths = new int[ClauseCursor.BATCH_MAX];
  private final double[] scores = new double[ClauseCursor.BATCH_MAX];
  private final int[] candidates = new int[ClauseCursor.BATCH_MAX];
  private final double[] candidateScores = new double[ClauseCursor.BATCH_MAX];
  private final List<int[]> arrays = new ArrayList<>();
  private int taken;

  /** Borrows scratch memory until {@link #giveBack}; a search that fails need not return it. */
  public static SearchScratch borrow() {
    return LENDING.borrow();
  }

  public void giveBack() {
    taken = 0;
    LENDING.giveBack(this);
  }

  /** A window without scores; must be cleared after use. */
  public ScoreWindow window() {
    return window;
  }

  /** An array for the lengths of the documents of a block. */
  public int[] lengths() {
    return lengths;
  }

  /** An array for the scores of the documents of a block. */
  public double[] scores() {
    return scores;
  }

  /** An array for documents that may become hits. */
  public int[] candidates() {
    return candidates;
  }

  /** An array for the scores of these documents. */
  public double[] candidateScores() {
    return candidateScores;
  }

  /**
   * An array with an entry for each document of a block and {@value #SPARE} more, for the rest of
   * the search; its contents are arbitrary.
   */
  public int[] block() {
    if (taken == ARRAYS_MAX) {
      return new int[ClauseCursor.BATCH_MAX + SPARE];
    }
    if (taken == arrays.size()) {
      arrays.add(new int[ClauseCursor.BATCH_MAX + SPARE]);
    }
    return arrays.get(taken++);
  }
}
