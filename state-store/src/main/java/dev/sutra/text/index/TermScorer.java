package dev.sutra.text.index;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.Factors;
import dev.sutra.text.score.ScoreWindow;
import dev.sutra.text.score.SearchMemory;

/** Scores postings of one term of a segment. For one search: not thread-safe. */
final class TermScorer {
  private final DocumentLengths lengths;
  private final Bm25 bm25;
  private final double weight;
  private final SearchMemory memory;

  /** A scorer for a term of this weight. */
  TermScorer(DocumentLengths lengths, Bm25 bm25, double weight, SearchMemory memory) {
    this.lengths = lengths;
    this.bm25 = bm25;
    this.weight = weight;
    this.memory = memory;
  }

  /** Score of a document of this length in which the term occurs so often. */
  double score(int frequency, int length) {
    return bm25.score(weight, frequency, length);
  }

  /** Score of a place in a block. */
  double scoreAt(PostingBlock block, int at, int document) {
    return bm25.score(weight, block.frequency(at), lengths.of(document));
  }

  /** No document of this block of a list of several scores more. */
  double blockBound(SkipEntries skips, int block) {
    return Bm25.score(weight, skips.factor(block, bm25));
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

  /**
   * Scores documents of a block.
   *
   * @return their scores at their places in the block; valid until the next call
   */
  double[] scoreBlock(PostingBlock block, int from, int to) {
    double[] scores = memory.scores();
    int[] lengthsRead = memory.lengths();
    lengths.read(block.documents(), from, to, lengthsRead);
    int most = block.maxFrequency();
    Factors factors = bm25.factors();
    if (isTabled(most)) {
      double[] table = factors.upTo(most);
      if (most == 1) {
        for (int i = from; i < to; i++) {
          scores[i] = Bm25.score(weight, table[Factors.LENGTHS + lengthsRead[i]]);
        }
      } else {
        int[] frequencies = block.frequencies();
        for (int i = from; i < to; i++) {
          int at = frequencies[i] * Factors.LENGTHS + lengthsRead[i];
          scores[i] = Bm25.score(weight, table[at & Factors.MASK]);
        }
      }
      return scores;
    }
    int[] frequencies = block.frequencies();
    for (int i = from; i < to; i++) {
      scores[i] = Bm25.score(weight, factors.of(frequencies[i], lengthsRead[i]));
    }
    return scores;
  }

  /** Adds the scores of documents of a block to the window that they lie in. */
  void addBlock(PostingBlock block, int from, int to, ScoreWindow window) {
    int[] documents = block.documents();
    int most = block.maxFrequency();
    if (!isTabled(most)) {
      window.addAll(documents, scoreBlock(block, from, to), from, to);
      return;
    }
    // All in one pass: most of the time of a search for several terms is spent here.
    lengths.verify();
    double[] table = bm25.factors().upTo(most);
    if (most == 1) {
      for (int i = from; i < to; i++) {
        int at = Factors.LENGTHS + lengths.ofShort(documents[i]);
        window.addScore(documents[i], Bm25.score(weight, table[at]));
      }
    } else {
      int[] frequencies = block.frequencies();
      for (int i = from; i < to; i++) {
        int at = frequencies[i] * Factors.LENGTHS + lengths.ofShort(documents[i]);
        window.addScore(documents[i], Bm25.score(weight, table[at & Factors.MASK]));
      }
    }
    window.noteAdded(documents, from, to);
  }

  private boolean isTabled(int frequency) {
    return frequency < Factors.FREQUENCIES && lengths.areShort();
  }
}
