package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TopHits;

/**
 * Finds the best documents of one source that match all clauses. Documents of the rarest clause are
 * read block by block and looked up in the other clauses, rarer ones first; candidates that can no
 * longer become hits are dropped early.
 */
final class Conjunction {
  private static final int NO_MORE = Postings.NO_MORE;

  private final ClauseCursor[] byCost;
  private final LiveDocuments live;
  private final TopHits hits;
  // Upper bounds of the summed scores of this and all later clauses, up to the end of the block.
  private final double[] bounds;
  private final int[] candidates;
  private final double[] scores;
  private int count;

  Conjunction(ClauseCursor[] clauses, LiveDocuments live, TopHits hits, SearchScratch scratch) {
    this.byCost = sorted(clauses);
    this.live = live;
    this.hits = hits;
    this.bounds = new double[byCost.length + 1];
    this.candidates = scratch.candidates();
    this.scores = scratch.candidateScores();
  }

  void run() {
    ClauseCursor rarest = byCost[0];
    // The last document for which the bounds hold.
    int end = -1;
    int document = rarest.advance(0);
    while (document != NO_MORE) {
      // Bounds exclude nothing before the hits are full.
      if (hits.isFull()) {
        if (document > end) {
          end = rarest.advanceShallow(document);
          findBounds(document, end);
        }
        if (!hits.mayEnter(bounds[0], document)) {
          if (end == NO_MORE) {
            return;
          }
          document = rarest.advance(end + 1);
          continue;
        }
      }
      count = rarest.peek(candidates, scores);
      int last = candidates[count - 1];
      complete();
      document = rarest.advance(last + 1);
    }
  }

  private void findBounds(int document, int end) {
    for (int i = byCost.length - 1; i > 0; i--) {
      bounds[i] = bounds[i + 1] + byCost[i].maxScore(document, end);
    }
    bounds[0] = bounds[1] + byCost[0].blockMaxScore();
  }

  /**
   * Insertion sort: there are few clauses, and a comparator took longer than reading a short list.
   */
  private static ClauseCursor[] sorted(ClauseCursor[] clauses) {
    ClauseCursor[] sorted = clauses.clone();
    for (int i = 1; i < sorted.length; i++) {
      ClauseCursor moved = sorted[i];
      int at = i;
      for (; at > 0 && sorted[at - 1].cost() > moved.cost(); at--) {
        sorted[at] = sorted[at - 1];
      }
      sorted[at] = moved;
    }
    return sorted;
  }

  private void complete() {
    keep(1);
    for (int i = 1; i < byCost.length && count > 0; i++) {
      count = byCost[i].addScores(candidates, scores, count, true);
      keep(i + 1);
    }
    for (int i = 0; i < count; i++) {
      if (!hits.isTooLow(scores[i]) && live.isLive(candidates[i])) {
        hits.offer(scores[i], candidates[i]);
      }
    }
  }

  /** Drops the candidates that cannot become hits with the scores of this and the later clauses. */
  private void keep(int clause) {
    if (!hits.isFull()) {
      return;
    }
    int before = count;
    count = 0;
    for (int i = 0; i < before; i++) {
      candidates[count] = candidates[i];
      scores[count] = scores[i];
      count += hits.isTooLow(scores[i] + bounds[clause]) ? 0 : 1;
    }
  }
}
