package dev.sutra.text.score;

/**
 * BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009), as in Lucene: {@code idf × f / (f
 * + k1 × (1 − b + b × length / average))} with {@code idf = ln(1 + (N − df + 0.5) / (df + 0.5))}.
 *
 * <p>Scores are whole numbers: all weights of a query are multiplied by the same power of two, and
 * each product is rounded up. Their sums stay below 2^53 and are therefore exact, independent of
 * the order of addition. Each step is monotonic in floating point too: a greater frequency or a
 * smaller length never lowers the score, so bounds are exact. Thread-safe.
 */
public final class Bm25 {
  // The weights of a query sum to less than 2 to the power of this plus 1.
  private static final int SUM_EXPONENT = 50;

  private final Factors factors;

  /** The model for a corpus with this average document length, tokens. */
  public Bm25(double averageLength) {
    this.factors = Factors.at(averageLength);
  }

  /** Weight of a term that occurs in {@code frequency} of the documents. */
  public static double idf(long documents, long frequency) {
    return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** The power of two by which to multiply weights with this sum. */
  public static double scale(double weights) {
    return weights > 0 ? Math.scalb(1.0, SUM_EXPONENT - Math.getExponent(weights)) : 1;
  }

  /** Score of a term of this weight in a document of this length with this frequency. */
  public double score(double weight, int frequency, int length) {
    return score(weight, factor(frequency, length));
  }

  public static double score(double weight, double factor) {
    return Math.ceil(weight * factor);
  }

  /** The term frequency part of the formula, normalized by length: 0 to 1. */
  public double factor(int frequency, int length) {
    return factors.of(frequency, length);
  }

  /** The results of {@link #factor} as a table. */
  public Factors factors() {
    return factors;
  }
}
