package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.ScoreWindow;
import dev.sutra.text.score.TopHits;
import java.util.Arrays;

/**
 * Finds the best documents of one source that match any clause: MaxScore (Turtle and Flood, 1995)
 * within windows of documents, with bounds for each window (as the live blocks of Mallia,
 * Mackenzie, Suel and Tonellotto, 2021).
 *
 * <p>The best documents of a clause alone tell what the hits score at least, before any is known.
 *
 * <p>A window whose bounds together cannot reach the worst hit is passed over. In the others the
 * scores of clauses are added up list by list. Clauses whose bounds together cannot reach the worst
 * hit need not be walked, as a document that enters must match one of the rest: where they hold
 * many more documents than the rest does, what may still enter is looked up in them instead. The
 * fewer documents match, the larger are the windows, as each costs something for each clause. Where
 * a segment has many, the few with the greatest bounds come first, so that most of the others are
 * passed over.
 */
final class Disjunction {
  private static final int WINDOWS = 256;
  private static final int WINDOWS_AHEAD = 3;
  // Fewer windows than this come in order.
  private static final int WINDOWS_MANY = 16;
  // About so many documents are to be added up in a window.
  private static final int WINDOW_COST = 1024;
  // To look up a document takes as long as to add so many: mostly blocks are decoded for one each.
  private static final int LOOKUP_COST = 16;

  private final ClauseCursor[] clauses;
  private final LiveDocuments live;
  private final TopHits hits;
  private final ScoreWindow window;
  private int bits;
  // Of the stretch of windows: bounds of each clause, and of all together.
  private double[][] bounds = {};
  private double[] sums = {};
  // The clauses, the one with the least bound in the window first, and sums of these bounds.
  private final int[] order;
  private final double[] below;
  // Documents of the window that may enter, ascending, with what they have scored so far.
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
   * @param documents the source's are numbered below this
   * @param rewindable whether its cursors can be rewound
   */
  void run(int documents, boolean rewindable) {
    bits = windowBits(documents);
    for (ClauseCursor clause : clauses) {
      hits.raiseFloor(clause.reachedBy(hits.limit(), live));
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

  /** The first clause of the order that is to be walked, as all behind it are. */
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

  /** Adds what the clauses give that were not walked, the greatest first; offers what is left. */
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

  /** Drops the candidates that cannot enter even with so much more. */
  private void keep(double rest) {
    int before = count;
    count = 0;
    for (int c = 0; c < before; c++) {
      candidates[count] = candidates[c];
      scores[count] = scores[c];
      count += hits.isTooLow(scores[c] + rest) ? 0 : 1;
    }
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
