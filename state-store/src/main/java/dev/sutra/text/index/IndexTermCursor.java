package dev.sutra.text.index;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ScoreWindow;
import dev.sutra.text.score.TermCursor;
import dev.sutra.text.score.TopHits;
import java.util.Arrays;

/** The documents of a segment in which a term occurs. */
final class IndexTermCursor extends TermCursor {
  private final IndexPostings postings;
  private final TermScorer scorer;
  // Of a list of one block, once all of it has been scored.
  private double[] blockScores = {};

  IndexTermCursor(IndexPostings postings, TermScorer scorer, double weight, Bm25 bm25) {
    super(postings, weight, bm25);
    this.postings = postings;
    this.scorer = scorer;
  }

  @Override
  public boolean searchAlone(LiveDocuments live, TopHits hits) {
    new SingleTermSearch(postings, scorer, live, hits).run();
    return true;
  }

  @Override
  public double scoreFloor(int wanted, LiveDocuments live) {
    if (postings.blocks() == 1) {
      return 0;
    }
    LeaderList leaders = postings.leaders();
    double least = Double.MAX_VALUE;
    int found = 0;
    for (int i = 0; i < TextFormat.LEADERS && found < wanted; i++) {
      if (live.isLive(leaders.document(i))) {
        least = Math.min(least, scorer.score(leaders.frequency(i), leaders.length(i)));
        found++;
      }
    }
    return found == wanted ? least : 0;
  }

  @Override
  public void raiseBounds(int from, int bits, double[] bounds) {
    if (postings.blocks() == 1) {
      raiseExactly(from, bits, bounds);
      return;
    }
    int last = lastOf(from, bits, bounds);
    int block = postings.skips().find(0, from);
    int first = from;
    while (block < postings.blocks() && first <= last) {
      double bound = scorer.blockBound(postings.skips(), block);
      int end = Math.min(postings.skips().lastDocument(block), last);
      if (end < first) {
        throw postings.corrupt("the posting blocks of a term do not ascend");
      }
      for (int window = (first - from) >>> bits; window <= (end - from) >>> bits; window++) {
        bounds[window] = Math.max(bounds[window], bound);
      }
      first = end + 1;
      block++;
    }
  }

  private void raiseExactly(int from, int bits, double[] bounds) {
    postings.loadOnly();
    if (blockScores.length == 0) {
      int size = postings.block().size();
      blockScores = Arrays.copyOf(scorer.scoreBlock(postings.block(), 0, size), size);
    }
    int[] documents = postings.block().documents();
    int to = postings.find(lastOf(from, bits, bounds) + 1, 0);
    for (int i = postings.find(from, 0); i < to; i++) {
      int window = (documents[i] - from) >>> bits;
      bounds[window] = Math.max(bounds[window], blockScores[i]);
    }
  }

  /** Documents of the current block. */
  int[] documents() {
    return postings.block().documents();
  }

  /** Index of the current document in its block. */
  int place() {
    return postings.at();
  }

  /** Index of the first document of the block not before {@code target}, or the block's size. */
  int find(int target) {
    return postings.find(target, postings.at());
  }

  /** Scores at these indexes of the block, at the same indexes; valid until the next block. */
  double[] scores(int from, int to) {
    return blockScores.length == 0 ? scorer.scoreBlock(postings.block(), from, to) : blockScores;
  }

  @Override
  public void collect(ScoreWindow window) {
    int document = postings.advance(window.from());
    while (document < window.end()) {
      int from = place();
      int to = find(window.end());
      if (blockScores.length == 0) {
        scorer.addBlock(postings.block(), from, to, window);
      } else {
        window.addAll(documents(), blockScores, from, to);
      }
      document = postings.advance(documents()[to - 1] + 1);
    }
  }

  @Override
  public int peek(int[] target, double[] scores) {
    int from = place();
    int count = postings.block().size() - from;
    System.arraycopy(documents(), from, target, 0, count);
    System.arraycopy(scores(from, from + count), from, scores, 0, count);
    return count;
  }

  @Override
  public int addScores(int[] candidates, double[] scores, int count, boolean matchesOnly) {
    int kept = 0;
    int i = 0;
    while (i < count && postings.advance(candidates[i]) != NO_MORE) {
      int[] documents = documents();
      int size = postings.block().size();
      int last = documents[size - 1];
      int at = place();
      for (; i < count && candidates[i] <= last; i++) {
        int candidate = candidates[i];
        at = postings.find(candidate, at);
        boolean matches = documents[at] == candidate;
        if (matches || !matchesOnly) {
          candidates[kept] = candidate;
          scores[kept++] =
              matches ? scores[i] + scorer.scoreAt(postings.block(), at, candidate) : scores[i];
        }
      }
      postings.moveTo(at);
    }
    // Documents after the end of the list keep their scores; no document was dropped.
    return matchesOnly ? kept : count;
  }
}
