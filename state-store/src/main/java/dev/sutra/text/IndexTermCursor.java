package dev.sutra.text;

import dev.sutra.record.LiveDocuments;
import java.util.Arrays;

/** The documents of a segment that hold a term. */
final class IndexTermCursor extends ClauseCursor {
  private static final int STEP = 8;

  private final TextIndex index;
  private final Bm25 bm25;
  private final double weight;
  private final IndexPostings postings;
  // Of a list of one block, once it was looked at as a whole.
  private double[] blockScores = {};

  IndexTermCursor(TextIndex index, Bm25 bm25, double weight, IndexPostings postings) {
    this.index = index;
    this.bm25 = bm25;
    this.weight = weight;
    this.postings = postings;
  }

  IndexPostings postings() {
    return postings;
  }

  @Override
  int document() {
    return postings.document();
  }

  @Override
  int advance(int target) {
    return postings.advance(target);
  }

  @Override
  void rewind() {
    postings.rewind();
  }

  @Override
  double score() {
    return bm25.score(weight, postings.frequency(), index.lengthOf(postings.document()));
  }

  @Override
  double maxScore() {
    return bm25.score(weight, postings.maxFrequency(), postings.minLength());
  }

  @Override
  int stretch(int target) {
    return postings.stretch(target);
  }

  @Override
  double stretchMaxScore() {
    return Bm25.score(weight, postings.stretchFactor(bm25));
  }

  @Override
  long cost() {
    return postings.documentFrequency();
  }

  @Override
  double reachedBy(int wanted, LiveDocuments live) {
    if (postings.blocks() == 1) {
      return 0;
    }
    LeaderList leaders = postings.leaders();
    double least = Double.MAX_VALUE;
    int found = 0;
    for (int i = 0; i < TextFormat.LEADERS && found < wanted; i++) {
      if (live.isLive(leaders.document(i))) {
        least = Math.min(least, score(leaders.frequency(i), leaders.length(i)));
        found++;
      }
    }
    return found == wanted ? least : 0;
  }

  @Override
  void raiseBounds(int from, int bits, double[] bounds) {
    if (postings.blocks() == 1) {
      raiseExactly(from, bits, bounds);
      return;
    }
    int last = lastOf(from, bits, bounds);
    int block = postings.skips().find(0, from);
    int first = from;
    while (block < postings.blocks() && first <= last) {
      double bound = blockBound(block);
      int end = Math.min(postings.skips().lastDocument(block), last);
      if (end < first) {
        throw index.section().corrupt(0, "the posting blocks of a term do not ascend");
      }
      for (int window = (first - from) >>> bits; window <= (end - from) >>> bits; window++) {
        bounds[window] = Math.max(bounds[window], bound);
      }
      first = end + 1;
      block++;
    }
  }

  /** Score of a document of this length that holds the term so often. */
  double score(int frequency, int length) {
    return bm25.score(weight, frequency, length);
  }

  /** No document but the leaders scores more. */
  double othersBound(LeaderList leaders) {
    return Bm25.score(weight, leaders.othersFactor(bm25));
  }

  /** All documents but the leaders that score as much as their bound lie here or behind. */
  int firstOther(LeaderList leaders, double bound) {
    int last = TextFormat.LEADERS - 1;
    for (int i = 0; i < TextFormat.IMPACTS; i++) {
      int pair = leaders.otherPair(i);
      double score = score(Impacts.frequency(pair), Impacts.length(pair));
      if (score == bound && pair != leaders.pair(last)) {
        return 0;
      }
    }
    // Others as frequent and as long as the last leader would lead in its place if before it.
    return leaders.document(last) + 1;
  }

  /** No document of a block of a list of several scores more. */
  double blockBound(int block) {
    return Bm25.score(weight, postings.skips().factor(block, bm25));
  }

  private void raiseExactly(int from, int bits, double[] bounds) {
    postings.loadOnly();
    if (blockScores.length == 0) {
      int size = postings.block().size();
      blockScores = Arrays.copyOf(scoreBlock(0, size), size);
    }
    int[] documents = postings.block().documents();
    int to = postings.find(lastOf(from, bits, bounds) + 1, 0);
    for (int i = postings.find(from, 0); i < to; i++) {
      int window = (documents[i] - from) >>> bits;
      bounds[window] = Math.max(bounds[window], blockScores[i]);
    }
  }

  /** Documents of the block that was reached last. */
  int[] documents() {
    return postings.block().documents();
  }

  /** Where in its block the current document stands. */
  int place() {
    return postings.at();
  }

  /** Place of the first document of the block that is not before {@code target}, or its end. */
  int find(int target) {
    return postings.find(target, postings.at());
  }

  /** Scores of these places of the block, at the same places; valid until the next block. */
  double[] scores(int from, int to) {
    return blockScores.length == 0 ? scoreBlock(from, to) : blockScores;
  }

  /** As {@link Bm25#scoreBlock} for the block that was reached last. */
  double[] scoreBlock(int from, int to) {
    return bm25.scoreBlock(index, postings.block(), from, to, weight);
  }

  @Override
  void collect(ScoreWindow window) {
    int document = postings.advance(window.from());
    while (document < window.end()) {
      int from = place();
      int to = find(window.end());
      if (blockScores.length == 0) {
        bm25.addBlock(index, postings.block(), from, to, weight, window);
      } else {
        window.addAll(documents(), blockScores, from, to);
      }
      document = postings.advance(documents()[to - 1] + 1);
    }
  }

  @Override
  int peek(int[] target, double[] scores) {
    int from = place();
    int count = postings.block().size() - from;
    System.arraycopy(documents(), from, target, 0, count);
    System.arraycopy(scores(from, from + count), from, scores, 0, count);
    return count;
  }

  @Override
  int addScores(int[] candidates, double[] scores, int count, boolean matchesOnly) {
    int kept = 0;
    int i = 0;
    while (i < count && postings.advance(candidates[i]) != NO_MORE) {
      int[] documents = documents();
      int size = postings.block().size();
      int last = documents[size - 1];
      int at = place();
      for (; i < count && candidates[i] <= last; i++) {
        int candidate = candidates[i];
        at = find(documents, size, candidate, at);
        boolean matches = documents[at] == candidate;
        if (matches || !matchesOnly) {
          candidates[kept] = candidate;
          scores[kept++] = matches ? scores[i] + scoreAt(at, candidate) : scores[i];
        }
      }
      postings.moveTo(at);
    }
    // What lies behind the list was not touched: nothing was dropped before it.
    return matchesOnly ? kept : count;
  }

  private double scoreAt(int at, int document) {
    return bm25.score(weight, postings.block().frequency(at), index.lengthOf(document));
  }

  /** As {@link IndexPostings#find} where the block does not end before the target. */
  private static int find(int[] documents, int size, int target, int from) {
    int at = from;
    while (at + STEP < size && documents[at + STEP] < target) {
      at += STEP;
    }
    while (documents[at] < target) {
      at++;
    }
    return at;
  }
}
