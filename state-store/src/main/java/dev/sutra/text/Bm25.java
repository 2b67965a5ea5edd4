package dev.sutra.text;

/**
 * BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009), as in Lucene: {@code idf × f / (f
 * + k1 × (1 − b + b × length / average))} with {@code idf = ln(1 + (N − df + 0.5) / (df + 0.5))}.
 *
 * <p>Scores are whole numbers: weights are multiplied by a power of two, the same for all terms of
 * a query, and each product is rounded up. Their sums stay below 2^53 and are therefore exact in
 * whatever order they are added. Each step keeps order in floating point too: a greater frequency
 * or a smaller length never gives less, so bounds hold to the last bit.
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;
  // All terms of a query together weigh less than 2 to the power of this plus 1.
  private static final int SUM_EXPONENT = 50;

  private final CorpusStatistics statistics;
  private final Factors factors;
  private final SearchMemory memory;

  /** For one search: not thread-safe. */
  Bm25(CorpusStatistics statistics, SearchMemory memory) {
    this.statistics = statistics;
    this.memory = memory;
    // Statistics may be of a moment at which this document was not there yet.
    double averageLength =
        Math.max(1.0, (double) statistics.totalLength() / Math.max(1, statistics.documents()));
    this.factors = Factors.at(averageLength);
  }

  /** Of the search. */
  SearchMemory memory() {
    return memory;
  }

  double idf(String term) {
    long frequency = statistics.documentFrequencies().getOrDefault(term, 0L);
    long documents = Math.max(statistics.documents(), frequency);
    return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** What weights that add up to this are to be multiplied with; a power of two. */
  static double scale(double weights) {
    return weights > 0 ? Math.scalb(1.0, SUM_EXPONENT - Math.getExponent(weights)) : 1;
  }

  /** Score of a term of this weight that a document of this length holds so often. */
  double score(double weight, int frequency, int length) {
    return score(weight, factor(frequency, length));
  }

  static double score(double weight, double factor) {
    return Math.ceil(weight * factor);
  }

  /** The part of a term's weight that counts: 0 to 1. */
  double factor(int frequency, int length) {
    return factors.of(frequency, length);
  }

  static double factor(int frequency, int length, double averageLength) {
    double inverse = 1 / (K1 * (1 - B + B * length / averageLength));
    return 1 - 1 / (1 + frequency * inverse);
  }

  /**
   * Scores documents of a block.
   *
   * @return their scores at their places in the block; valid until the next call
   */
  double[] scoreBlock(TextIndex index, PostingBlock block, int from, int to, double weight) {
    double[] scores = memory.scores();
    int[] lengths = memory.lengths();
    index.lengthsOf(block.documents(), from, to, lengths);
    int most = block.maxFrequency();
    boolean tabled = most < Factors.FREQUENCIES && index.lengthsAreShort();
    if (tabled) {
      double[] table = factors.upTo(most);
      if (most == 1) {
        for (int i = from; i < to; i++) {
          scores[i] = score(weight, table[Factors.LENGTHS + lengths[i]]);
        }
      } else {
        int[] frequencies = block.frequencies();
        for (int i = from; i < to; i++) {
          int at = frequencies[i] * Factors.LENGTHS + lengths[i];
          scores[i] = score(weight, table[at & Factors.MASK]);
        }
      }
      return scores;
    }
    int[] frequencies = block.frequencies();
    for (int i = from; i < to; i++) {
      scores[i] = score(weight, factors.of(frequencies[i], lengths[i]));
    }
    return scores;
  }

  /** Adds the scores of documents of a block to a window that they lie in. */
  void addBlock(
      TextIndex index, PostingBlock block, int from, int to, double weight, ScoreWindow window) {
    int[] documents = block.documents();
    int most = block.maxFrequency();
    if (most >= Factors.FREQUENCIES || !index.lengthsAreShort()) {
      window.addAll(documents, scoreBlock(index, block, from, to, weight), from, to);
      return;
    }
    // All in one pass: most of the time of a search for several terms is spent here.
    index.verifyLengths();
    double[] table = factors.upTo(most);
    if (most == 1) {
      for (int i = from; i < to; i++) {
        int at = Factors.LENGTHS + index.shortLengthOf(documents[i]);
        window.addScore(documents[i], score(weight, table[at]));
      }
    } else {
      int[] frequencies = block.frequencies();
      for (int i = from; i < to; i++) {
        int at = frequencies[i] * Factors.LENGTHS + index.shortLengthOf(documents[i]);
        window.addScore(documents[i], score(weight, table[at & Factors.MASK]));
      }
    }
    window.noteAdded(documents, from, to);
  }
}
