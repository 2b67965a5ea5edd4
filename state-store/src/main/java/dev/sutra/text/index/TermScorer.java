package dev.sutra.text.index;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.Factors;
import dev.sutra.text.score.ScoreWindow;
import dev.sutra.text.score.SearchScratch;

/** Scores the postings of one term of a segment. Used by one search: not thread-safe. */
final class TermScorer {
  private final DocumentLengths lengths;
  private final Bm25 bm25;
  private final double weight;
  private final SearchScratch scratch;

  /** A scorer for a term of this weight. */
  TermScorer(DocumentLengths lengths, Bm25 bm25, double weight, SearchScratch scratch) {
    this.lengths = lengths;
    this.bm25 = bm25;
    this.weight = weight;
    this.scratch = scratch;
  }

  /** Score of a document of this length with this frequency. */
  double score(int frequency, int length) {
    return bm25.score(weight, frequency, length);
  }

  /** Score of a document at an index of a block. */
  double scoreAt(PostingBlock block, int at, int document) {
    return bm25.score(weight, block.frequency(at), lengths.of(document));
  }

  /** Upper bound of the scores in a block of a list of several blocks. */
  double blockBound(SkipEntries skips, int block) {
    return Bm25.score(weight, skips.factor(block, bm25));
  }

  /** Upper bound of the scores of all documents but the leaders. */
  double othersBound(LeaderList leaders) {
    return Bm25.score(weight, leaders.othersFactor(bm25));
  }

  /** Lower bound of the document numbers that reach this bound, leaders excepted. */
  int firstOther(LeaderList leaders, double bound) {
    int last = TextFormat.LEADERS - 1;
    for (int i = 0; i < TextFormat.IMPACTS; i++) {
      int pair = leaders.otherPair(i);
      double score = score(Impacts.frequency(pair), Impacts.length(pair));
      if (score == bound && pair != leaders.pair(last)) {
        return 0;
      }
    }
    // A document with the impact of the last leader, but before it, would be the leader.
    return leaders.document(last) + 1;
  }

  /**
   * Scores documents of a block.
   *
   * @return the scores at the indexes of the documents; valid until the next call
   */
  double[] scoreBlock(PostingBlock block, int from, int to) {
    double[] scores = scratch.scores();
    int[] lengthsRead = scratch.lengths();
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
    // A single pass: searches for several terms spend most of their time here.
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
