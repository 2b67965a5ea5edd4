package dev.sutra.text.score;

import dev.sutra.io.Lending;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search writes to, lent from search to search: to make and clear it would take longer than
 * many searches. For one search at a time.
 */
public final class SearchMemory {
  // A query may have hundreds of terms; most have a few.
  private static final int ARRAYS_MAX = 64;
  private static final Lending<SearchMemory> LENDING = new Lending<>(SearchMemory::new);

  private final ScoreWindow window = new ScoreWindow();
  private final int[] lengths = new int[ClauseCursor.BATCH_MAX];
  private final double[] scores = new double[ClauseCursor.BATCH_MAX];
  private final List<int[]> arrays = new ArrayList<>();
  private int taken;

  /** To be {@link #giveBack given back} when the search has ended; one that fails keeps it. */
  public static SearchMemory borrow() {
    return LENDING.borrow();
  }

  public void giveBack() {
    taken = 0;
    LENDING.giveBack(this);
  }

  /** A clear window; to be left so. */
  public ScoreWindow window() {
    return window;
  }

  /** Room for the lengths of the documents of a block. */
  public int[] lengths() {
    return lengths;
  }

  /** Room for the scores of the documents of a block. */
  public double[] scores() {
    return scores;
  }

  /** Room for a number for each document of a block, for the rest of the search; holds anything. */
  public int[] block() {
    if (taken == ARRAYS_MAX) {
      return new int[ClauseCursor.BATCH_MAX];
    }
    if (taken == arrays.size()) {
      arrays.add(new int[ClauseCursor.BATCH_MAX]);
    }
    return arrays.get(taken++);
  }
}
