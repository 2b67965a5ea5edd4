package dev.sutra.text;

import dev.sutra.record.LiveDocuments;

/**
 * Finds the best documents of one source that match any clause: MaxScore (Turtle and Flood, 1995)
 * within windows that are bounded by block maxima (Ding and Suel, 2011).
 *
 * <p>Clauses whose bounds together cannot reach the worst hit need not be walked: a document that
 * enters must match one of the others, the essential ones. This is decided for the whole source by
 * the lists' bounds, and for each window by its blocks' bounds.
 */
final class Disjunction {
  private static final int NO_MORE = Postings.NO_MORE;

  // In the order of the query: sums are always added up in it.
  private final ClauseCursor[] clauses;
  private final double[] bounds;
  private final double[] parts;
  // The clauses, the one with the least bound first: of their lists, and in the window.
  private final int[] byList;
  private final double[] listBounds;
  private final int[] byWindow;
  private final LiveDocuments live;
  private final TopHits hits;

  Disjunction(ClauseCursor[] clauses, LiveDocuments live, TopHits hits) {
    this.clauses = clauses;
    this.live = live;
    this.hits = hits;
    this.bounds = new double[clauses.length];
    this.parts = new double[clauses.length];
    this.byList = new int[clauses.length];
    this.byWindow = new int[clauses.length];
    this.listBounds = new double[clauses.length];
    for (int i = 0; i < clauses.length; i++) {
      byList[i] = i;
      byWindow[i] = i;
      listBounds[i] = clauses[i].maxScore();
    }
    sort(byList, listBounds);
  }

  void run() {
    for (ClauseCursor clause : clauses) {
      clause.advance(0);
    }
    while (true) {
      int essential = firstEssential(byList, listBounds);
      int first = leastDocument(byList, essential);
      if (first == NO_MORE) {
        return;
      }
      int end = beginWindow(essential, first);
      if (hits.mayEnter(sum(bounds), first)) {
        scan(first, end);
      }
      if (end == NO_MORE) {
        return;
      }
      for (int i = essential; i < byList.length; i++) {
        clauses[byList[i]].advance(end + 1);
      }
    }
  }

  /** Ends the window where a block of an essential clause ends; sets the bounds in it. */
  private int beginWindow(int essential, int first) {
    int end = NO_MORE;
    for (int i = essential; i < byList.length; i++) {
      end = Math.min(end, clauses[byList[i]].stretch(first));
    }
    for (int i = 0; i < byList.length; i++) {
      int clause = byList[i];
      if (clauses[clause].document() > end) {
        bounds[clause] = 0;
      } else if (i >= essential || clauses[clause].stretch(first) >= end) {
        bounds[clause] = clauses[clause].stretchMaxScore();
      } else {
        bounds[clause] = listBounds[clause];
      }
    }
    return end;
  }

  private void scan(int first, int end) {
    sort(byWindow, bounds);
    int essential = firstEssential(byWindow, bounds);
    for (int i = essential; i < byWindow.length; i++) {
      clauses[byWindow[i]].advance(first);
    }
    int document = leastDocument(byWindow, essential);
    while (document <= end && document != NO_MORE) {
      if (live.isLive(document)) {
        evaluate(document, essential);
        essential = firstEssential(byWindow, bounds);
      }
      int next = NO_MORE;
      for (int i = essential; i < byWindow.length; i++) {
        next = Math.min(next, clauses[byWindow[i]].advance(document + 1));
      }
      document = next;
    }
  }

  private void evaluate(int document, int essential) {
    for (int i = 0; i < byWindow.length; i++) {
      int clause = byWindow[i];
      parts[clause] = i < essential ? bounds[clause] : part(clause, document);
    }
    double rest = sum(parts);
    if (!hits.mayEnter(rest, document)) {
      return;
    }
    for (int i = essential - 1; i >= 0; i--) {
      int clause = byWindow[i];
      clauses[clause].advance(document);
      parts[clause] = part(clause, document);
      rest -= bounds[clause] - parts[clause];
      if (hits.surelyTooLow(rest)) {
        return;
      }
    }
    hits.offer(sum(parts), document);
  }

  private double part(int clause, int document) {
    return clauses[clause].document() == document ? clauses[clause].score() : 0;
  }

  private int firstEssential(int[] ascending, double[] scores) {
    double sum = 0;
    for (int i = 0; i < ascending.length; i++) {
      sum += scores[ascending[i]];
      if (!hits.surelyTooLow(sum)) {
        return i;
      }
    }
    return ascending.length;
  }

  private int leastDocument(int[] order, int from) {
    int least = NO_MORE;
    for (int i = from; i < order.length; i++) {
      least = Math.min(least, clauses[order[i]].document());
    }
    return least;
  }

  private static double sum(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    return sum;
  }

  /** Insertion sort: from window to window the order changes little. */
  private static void sort(int[] order, double[] scores) {
    for (int i = 1; i < order.length; i++) {
      int moved = order[i];
      int at = i;
      while (at > 0 && scores[order[at - 1]] > scores[moved]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = moved;
    }
  }
}
