package dev.sutra.text.score;

/**
 * BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009), as in Lucene: {@code idf × f / (f
 * + k1 × (1 − b + b × length / average))} with {@code idf = ln(1 + (N − df + 0.5) / (df + 0.5))}.
 *
 * <p>Scores are whole numbers: weights are multiplied by a power of two, the same for all terms of
 * a query, and each product is rounded up. Their sums stay below 2^53 and are therefore exact in
 * whatever order they are added. Each step keeps order in floating point too: a greater frequency
 * or a smaller length never gives less, so bounds hold to the last bit.
 */
public final class Bm25 {
  // All terms of a query together weigh less than 2 to the power of this plus 1.
  private static final int SUM_EXPONENT = 50;

  private final Factors factors;

  /** The model for a corpus whose documents have this length on average, tokens. */
  public Bm25(double averageLength) {
    this.factors = Factors.at(averageLength);
  }

  /** Weight of a term that occurs in so many of the documents. */
  public static double idf(long documents, long frequency) {
    return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** What weights that add up to this are to be multiplied with; a power of two. */
  public static double scale(double weights) {
    return weights > 0 ? Math.scalb(1.0, SUM_EXPONENT - Math.getExponent(weights)) : 1;
  }

  /** Score of a term of this weight that a document of this length holds so often. */
  public double score(double weight, int frequency, int length) {
    return score(weight, factor(frequency, length));
  }

  public static double score(double weight, double factor) {
    return Math.ceil(weight * factor);
  }

  /** The part of a term's weight that counts: 0 to 1. */
  public double factor(int frequency, int length) {
    return factors.of(frequency, length);
  }

  /** The factors that {@link #factor} gives, as a table. */
  public Factors factors() {
    return factors;
  }
}
