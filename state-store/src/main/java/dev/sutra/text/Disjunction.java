package dev.sutra.text;

import dev.sutra.record.LiveDocuments;
import java.util.Arrays;

/**
 * Finds the best documents of one source that match any clause: MaxScore (Turtle and Flood, 1995)
 * within windows of documents, with bounds for each window (as the live blocks of Mallia,
 * Mackenzie, Suel and Tonellotto, 2021).
 *
 * <p>A window whose bounds together cannot reach the worst hit is passed over. In the others, those
 * clauses whose bounds together cannot reach it need not be walked: a document that enters must
 * match one of the rest, the essential ones. Their scores are added up list by list; what then may
 * still enter is looked up in the others. In a segment the few windows with the greatest bounds
 * come first, so that most of the others are passed over.
 */
final class Disjunction {
  private static final int WINDOWS = 256;
  private static final int WINDOWS_AHEAD = 3;

  private final ClauseCursor[] clauses;
  private final LiveDocuments live;
  private final TopHits hits;
  private final ScoreWindow window = new ScoreWindow();
  // Of the stretch of windows: bounds of each clause, and of all together.
  private double[][] bounds = {};
  private double[] sums = {};
  // The clauses, the one with the least bound in the window first, and sums of these bounds.
  private final int[] order;
  private final double[] below;
  // Documents of the window that may enter, ascending, with what they have scored so far.
  private final int[] candidates = new int[ScoreWindow.DOCUMENTS + 1];
  private final double[] scores = new double[ScoreWindow.DOCUMENTS + 1];
  private int count;

  Disjunction(ClauseCursor[] clauses, LiveDocuments live, TopHits hits) {
    this.clauses = clauses;
    this.live = live;
    this.hits = hits;
    this.order = new int[clauses.length];
    this.below = new double[clauses.length];
    Arrays.setAll(order, i -> i);
  }

  /**
   * Searches.
   *
   * @param documents the source's are numbered below this
   * @param rewindable whether its cursors can be rewound
   */
  void run(int documents, boolean rewindable) {
    long span = (long) WINDOWS * ScoreWindow.DOCUMENTS;
    for (long from = 0; from < documents; from += span) {
      long windows = (documents - from - 1) / ScoreWindow.DOCUMENTS + 1;
      search((int) from, (int) Math.min(windows, WINDOWS), rewindable);
    }
  }

  private void search(int from, int windows, boolean rewindable) {
    findBounds(from, windows);
    boolean[] done = new boolean[windows];
    if (rewindable && windows > WINDOWS_AHEAD) {
      chooseGreatest(done);
      for (int i = 0; i < windows; i++) {
        if (done[i]) {
          search(from, i);
        }
      }
      for (ClauseCursor clause : clauses) {
        clause.rewind();
      }
    }
    for (int i = 0; i < windows; i++) {
      if (!done[i]) {
        search(from, i);
      }
    }
  }

  private void findBounds(int from, int windows) {
    bounds = new double[clauses.length][windows];
    sums = new double[windows];
    for (int i = 0; i < clauses.length; i++) {
      double[] ofClause = bounds[i];
      clauses[i].raiseBounds(from, ofClause);
      for (int w = 0; w < windows; w++) {
        sums[w] += ofClause[w];
      }
    }
  }

  private void chooseGreatest(boolean[] chosen) {
    for (int count = 0; count < WINDOWS_AHEAD; count++) {
      int best = -1;
      for (int i = 0; i < sums.length; i++) {
        if (!chosen[i] && (best < 0 || sums[i] > sums[best])) {
          best = i;
        }
      }
      chosen[best] = true;
    }
  }

  private void search(int from, int number) {
    int first = from + number * ScoreWindow.DOCUMENTS;
    if (sums[number] == 0 || !hits.mayEnter(sums[number], first)) {
      return;
    }
    sort(number);
    int essential = firstEssential(number);
    window.begin(first);
    count = 0;
    double rest = essential == 0 ? 0 : below[essential - 1];
    if (essential == order.length - 1
        && clauses[order[essential]] instanceof IndexTermCursor term) {
      chooseOf(term, rest);
    } else {
      for (int i = essential; i < order.length; i++) {
        if (bounds[order[i]][number] > 0) {
          clauses[order[i]].collect(window);
        }
      }
      chooseCollected(first, rest);
    }
    complete(essential);
  }

  /** Makes candidates of what was collected, as far as it may enter with so much more. */
  private void chooseCollected(int first, double rest) {
    for (int word = 0; word < ScoreWindow.words(); word++) {
      for (long bits = window.takeMatches(word); bits != 0; bits &= bits - 1) {
        int at = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
        addCandidate(first + at, window.take(at), rest);
      }
    }
  }

  /** Makes candidates of the documents of the only essential clause: nothing is to be added up. */
  private void chooseOf(IndexTermCursor term, double rest) {
    int end = window.end();
    int[] documents = term.documents();
    int document = term.advance(window.from());
    while (document < end) {
      int from = term.place();
      int to = term.find(end);
      double[] scores = term.scores(from, to);
      for (int i = from; i < to; i++) {
        addCandidate(documents[i], scores[i], rest);
      }
      document = term.advance(documents[to - 1] + 1);
    }
  }

  private void addCandidate(int document, double score, double rest) {
    candidates[count] = document;
    scores[count] = score;
    count += hits.isTooLow(score + rest) ? 0 : 1;
  }

  /** Adds what the clauses give that were not walked, the greatest first; offers what is left. */
  private void complete(int essential) {
    for (int i = essential - 1; i >= 0 && count > 0; i--) {
      clauses[order[i]].addScores(candidates, scores, count);
      double rest = i == 0 ? 0 : below[i - 1];
      int before = count;
      count = 0;
      for (int c = 0; c < before; c++) {
        addCandidate(candidates[c], scores[c], rest);
      }
    }
    for (int c = 0; c < count; c++) {
      if (!hits.isTooLow(scores[c]) && live.isLive(candidates[c])) {
        hits.offer(scores[c], candidates[c]);
      }
    }
  }

  private int firstEssential(int number) {
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      sum += bounds[order[i]][number];
      below[i] = sum;
      if (!hits.isTooLow(sum)) {
        return i;
      }
    }
    return order.length;
  }

  /** Insertion sort: from window to window the order changes little. */
  private void sort(int number) {
    for (int i = 1; i < order.length; i++) {
      int moved = order[i];
      double bound = bounds[moved][number];
      int at = i;
      while (at > 0 && bounds[order[at - 1]][number] > bound) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = moved;
    }
  }
}
