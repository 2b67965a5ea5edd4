package dev.sutra.text;

import dev.sutra.record.LiveDocuments;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Finds the best documents of one source that match all clauses: the rarest clause leads, the
 * others skip to its documents; stretches whose bounds are too low are passed over.
 */
final class Conjunction {
  private static final int NO_MORE = Postings.NO_MORE;

  private final ClauseCursor[] byCost;
  private final LiveDocuments live;
  private final TopHits hits;

  Conjunction(ClauseCursor[] clauses, LiveDocuments live, TopHits hits) {
    this.byCost = clauses.clone();
    Arrays.sort(byCost, Comparator.comparingLong(ClauseCursor::cost));
    this.live = live;
    this.hits = hits;
  }

  void run() {
    int windowEnd = -1;
    double windowBound = 0;
    int document = byCost[0].advance(0);
    while (document != NO_MORE) {
      // While there is room for more hits, bounds pass over nothing.
      if (hits.isFull()) {
        if (document > windowEnd) {
          windowEnd = windowEnd(document);
          windowBound = windowBound();
        }
        if (!hits.mayEnter(windowBound, document)) {
          if (windowEnd == NO_MORE) {
            return;
          }
          document = byCost[0].advance(windowEnd + 1);
          continue;
        }
      }
      int reached = advanceAll(document);
      if (reached == document) {
        if (live.isLive(document)) {
          hits.offer(score(), document);
        }
        reached = document + 1;
      }
      document = byCost[0].advance(reached);
    }
  }

  private int windowEnd(int document) {
    int end = NO_MORE;
    for (ClauseCursor clause : byCost) {
      end = Math.min(end, clause.stretch(document));
    }
    return end;
  }

  private double windowBound() {
    double bound = 0;
    for (ClauseCursor clause : byCost) {
      bound += clause.stretchMaxScore();
    }
    return bound;
  }

  /** The document if all clauses match it, else where the first one that does not goes on. */
  private int advanceAll(int document) {
    for (int i = 1; i < byCost.length; i++) {
      int reached = byCost[i].advance(document);
      if (reached > document) {
        return reached;
      }
    }
    return document;
  }

  private double score() {
    double score = 0;
    for (ClauseCursor clause : byCost) {
      score += clause.score();
    }
    return score;
  }
}
