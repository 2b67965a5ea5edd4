package dev.sutra.text.index;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.TopHits;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best documents of a segment for one term. It offers the leaders first; often no other
 * document can reach them. Otherwise the few blocks with the greatest bounds are scanned next, so
 * that most of the others are skipped.
 */
final class SingleTermSearch {
  private static final int BLOCKS_AHEAD = 4;

  private final IndexPostings postings;
  private final TermScorer scorer;
  private final LiveDocuments live;
  private final TopHits hits;
  // Set once the leaders have been offered.
  private @Nullable LeaderList leaders;

  SingleTermSearch(IndexPostings postings, TermScorer scorer, LiveDocuments live, TopHits hits) {
    this.postings = postings;
    this.scorer = scorer;
    this.live = live;
    this.hits = hits;
  }

  void run() {
    int blocks = postings.blocks();
    if (blocks == 1) {
      scan(0);
      return;
    }
    LeaderList leading = postings.leaders();
    if (offerLeaders(leading)) {
      return;
    }
    leaders = leading;
    double[] bounds = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      bounds[i] = scorer.blockBound(postings.skips(), i);
    }
    for (int count = 0; count < BLOCKS_AHEAD; count++) {
      int best = 0;
      for (int i = 1; i < blocks; i++) {
        if (bounds[i] > bounds[best]) {
          best = i;
        }
      }
      offerBlock(best, bounds);
    }
    for (int i = 0; i < blocks; i++) {
      offerBlock(i, bounds);
    }
  }

  /** Offers the leaders; returns whether no other document can be a hit. */
  private boolean offerLeaders(LeaderList leading) {
    for (int i = 0; i < TextFormat.LEADERS; i++) {
      double score = scorer.score(leading.frequency(i), leading.length(i));
      int document = leading.document(i);
      if (!hits.isTooLow(score) && live.isLive(document)) {
        hits.offer(score, document);
      }
    }
    double bound = scorer.othersBound(leading);
    return !hits.mayEnter(bound, scorer.firstOther(leading, bound));
  }

  /** Scans a block once, if it may contain a hit. */
  private void offerBlock(int block, double[] bounds) {
    double bound = bounds[block];
    bounds[block] = -1;
    int first = block == 0 ? 0 : postings.skips().lastDocument(block - 1) + 1;
    if (bound >= 0 && hits.mayEnter(bound, first)) {
      scan(block);
    }
  }

  private boolean isLeader(int document) {
    return leaders != null && leaders.find(document) >= 0;
  }

  private void scan(int block) {
    postings.load(block);
    int size = postings.block().size();
    double[] scores = scorer.scoreBlock(postings.block(), 0, size);
    int[] documents = postings.block().documents();
    for (int i = 0; i < size; i++) {
      if (!hits.isTooLow(scores[i]) && live.isLive(documents[i]) && !isLeader(documents[i])) {
        hits.offer(scores[i], documents[i]);
      }
    }
  }
}
