package dev.sutra.text;

/**
 * BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009), written as in Lucene: {@code idf
 * × f / (f + k1 × (1 − b + b × length / average))} with {@code idf = ln(1 + (N − df + 0.5) / (df +
 * 0.5))}.
 *
 * <p>The score is computed as {@code w − w / (1 + f × inverse)}. Each step of this keeps order in
 * floating point too: a greater frequency or a smaller length never gives less, so bounds hold to
 * the last bit.
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final int CACHED_LENGTHS = 256;

  private final CorpusStatistics statistics;
  private final double averageLength;
  private final double[] inverses = new double[CACHED_LENGTHS];

  Bm25(CorpusStatistics statistics) {
    this.statistics = statistics;
    // Statistics may be of a moment at which this document was not there yet.
    this.averageLength =
        Math.max(1.0, (double) statistics.totalLength() / Math.max(1, statistics.documents()));
    for (int length = 0; length < CACHED_LENGTHS; length++) {
      inverses[length] = computeInverse(length);
    }
  }

  double idf(String term) {
    long frequency = statistics.documentFrequencies().getOrDefault(term, 0L);
    long documents = Math.max(statistics.documents(), frequency);
    return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** Falls as the length grows. */
  double inverse(int length) {
    return length < CACHED_LENGTHS ? inverses[length] : computeInverse(length);
  }

  /** Score of a term of this weight that a document of this length holds so often. */
  double score(double weight, int frequency, int length) {
    return weight - weight / (1 + frequency * inverse(length));
  }

  private double computeInverse(int length) {
    return 1 / (K1 * (1 - B + B * length / averageLength));
  }
}
