package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.ScoreWindow;
import dev.sutra.text.score.TopHits;
import java.util.Arrays;

/**
 * Finds the best documents of one source that match any clause: MaxScore (Turtle and Flood, 1995)
 * in windows of documents with per-window bounds (compare the live blocks of Mallia, Mackenzie,
 * Suel and Tonellotto, 2021).
 *
 * <p>The best documents of a single clause give a lower bound of the hits' scores before the search
 * starts.
 *
 * <p>A window whose summed bounds cannot reach the worst hit is skipped. In the other windows,
 * scores are accumulated list by list. Clauses whose summed bounds cannot reach the worst hit are
 * not essential: a hit must match one of the other clauses. If the non-essential clauses have many
 * more documents, candidates are looked up in them instead of reading their lists. The fewer
 * documents match, the larger the windows are, since each window has a fixed cost for each clause.
 * If a segment has many windows, the few with the greatest bounds are searched first, so that most
 * of the others are skipped.
 */
final class Disjunction {
  private static final int WINDOWS = 256;
  private static final int WINDOWS_AHEAD = 3;
  // With fewer windows than this, all are searched in order.
  private static final int WINDOWS_MANY = 16;
  // Target number of scores added in a window.
  private static final int WINDOW_COST = 1024;
  // A look-up costs as much as adding this many scores: most look-ups decode a block for one
  // document.
  private static final int LOOKUP_COST = 16;

  private final ClauseCursor[] clauses;
  private final LiveDocuments live;
  private final TopHits hits;
  private final ScoreWindow window;
  private int bits;
  // Bounds of each window: by clause, and summed over all clauses.
  private double[][] bounds = {};
  private double[] sums = {};
  // The clauses by ascending bound in the window, and prefix sums of these bounds.
  private final int[] order;
  private final double[] below;
  // Documents of the window that may become hits, ascending, with their scores so far.
  private int[] candidates = new int[64];
  private double[] scores = new double[64];
  private int count;

  Disjunction(ClauseCursor[] clauses, LiveDocuments live, TopHits hits, ScoreWindow window) {
    this.window = window;
    this.clauses = clauses;
    this.live = live;
    this.hits = hits;
    this.order = new int[clauses.length];
    this.below = new double[clauses.length];
    Arrays.setAll(order, i -> i);
  }

  /**
   * Searches, once.
   *
   * @param documents upper bound of the source's document numbers, exclusive
   * @param rewindable whether the cursors can be rewound
   */
  void run(int documents, boolean rewindable) {
    bits = windowBits(documents);
    for (ClauseCursor clause : clauses) {
      hits.raiseFloor(clause.scoreFloor(hits.limit(), live));
    }
    long span = (long) WINDOWS << bits;
    for (long from = 0; from < documents; from += span) {
      long windows = ((documents - from - 1) >>> bits) + 1;
      search((int) from, (int) Math.min(windows, WINDOWS), rewindable);
    }
  }

  private int windowBits(int documents) {
    long cost = 1;
    for (ClauseCursor clause : clauses) {
      cost += clause.cost();
    }
    long size = Math.max(1, (long) documents * WINDOW_COST / cost);
    int wanted = Long.SIZE - Long.numberOfLeadingZeros(size);
    return Math.clamp(wanted, ScoreWindow.BITS_MIN, ScoreWindow.BITS_MAX);
  }

  private void search(int from, int windows, boolean rewindable) {
    findBounds(from, windows);
    boolean[] done = new boolean[windows];
    if (rewindable && windows >= WINDOWS_MANY) {
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
      clauses[i].raiseBounds(from, bits, ofClause);
      for (int w = 0; w < windows; w++) {
        sums[w] += ofClause[w];
      }
    }
  }

  private void chooseGreatest(boolean[] chosen) {
    for (int ahead = 0; ahead < WINDOWS_AHEAD; ahead++) {
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
    int first = from + (number << bits);
    if (sums[number] == 0 || !hits.mayEnter(sums[number], first)) {
      return;
    }
    sort(number);
    int walked = firstWalked(number);
    double rest = walked == 0 ? 0 : below[walked - 1];
    window.begin(first, bits, hits.worst() - rest);
    for (int i = order.length - 1; i >= walked; i--) {
      if (bounds[order[i]][number] > 0) {
        clauses[order[i]].collect(window);
      }
    }
    takeCandidates(first);
    window.clear();
    complete(walked);
  }

  /** First clause of the order whose list is read; the lists of all later ones are read too. */
  private int firstWalked(int number) {
    int essential = firstEssential(number);
    long cost = 0;
    for (int i = essential; i < order.length; i++) {
      cost += clauses[order[i]].cost();
    }
    int walked = essential;
    while (walked > 0 && clauses[order[walked - 1]].cost() <= LOOKUP_COST * cost) {
      walked--;
      cost += clauses[order[walked]].cost();
    }
    return walked;
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

  private void takeCandidates(int first) {
    count = 0;
    for (int word = 0; word < window.words(); word++) {
      for (long rest = window.takeReached(word); rest != 0; rest &= rest - 1) {
        int at = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
        if (count == candidates.length) {
          candidates = Arrays.copyOf(candidates, 2 * count);
          scores = Arrays.copyOf(scores, 2 * count);
        }
        candidates[count] = first + at;
        scores[count++] = window.score(at);
      }
    }
  }

  /**
   * Looks candidates up in the clauses that were not read, greatest bounds first; offers the rest.
   */
  private void complete(int walked) {
    for (int i = walked - 1; i >= 0 && count > 0; i--) {
      clauses[order[i]].addScores(candidates, scores, count, false);
      keep(i == 0 ? 0 : below[i - 1]);
    }
    for (int c = 0; c < count; c++) {
      if (!hits.isTooLow(scores[c]) && live.isLive(candidates[c])) {
        hits.offer(scores[c], candidates[c]);
      }
    }
  }

  /** Drops the candidates that cannot become hits even with this much more. */
  private void keep(double rest) {
    int before = count;
    count = 0;
    for (int c = 0; c < before; c++) {
      candidates[count] = candidates[c];
      scores[count] = scores[c];
      count += hits.isTooLow(scores[c] + rest) ? 0 : 1;
    }
  }

  /** Insertion sort: the order changes little between windows. */
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
