package dev.sutra.text.score;

/**
 * The term frequency part of BM25 for one average document length, precomputed for small
 * frequencies and lengths. Thread-safe.
 */
public final class Factors {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  public static final int FREQUENCIES = 8;
  public static final int LENGTHS = 256;
  public static final int MASK = FREQUENCIES * LENGTHS - 1;

  // Consecutive searches of an unchanged store share a table.
  private static volatile Factors last = new Factors(1);

  private final double averageLength;
  // A row of factors by length for each frequency; rows are computed on demand.
  private final double[] table = new double[FREQUENCIES * LENGTHS];
  private volatile int filled;

  private Factors(double averageLength) {
    this.averageLength = averageLength;
  }

  /** Computes one factor without the table. */
  public static double compute(int frequency, int length, double averageLength) {
    double inverse = 1 / (K1 * (1 - B + B * length / averageLength));
    return 1 - 1 / (1 + frequency * inverse);
  }

  /** The factors for an average length. */
  static Factors at(double averageLength) {
    Factors known = last;
    if (known.averageLength != averageLength) {
      known = new Factors(averageLength);
      last = known;
    }
    return known;
  }

  public double of(int frequency, int length) {
    if (frequency >= FREQUENCIES || length >= LENGTHS) {
      return compute(frequency, length, averageLength);
    }
    return upTo(frequency)[frequency * LENGTHS + length];
  }

  /** The table, with the rows up to this frequency computed. */
  public double[] upTo(int frequency) {
    if (filled < frequency) {
      fill(frequency);
    }
    return table;
  }

  private synchronized void fill(int frequency) {
    for (int row = filled + 1; row <= frequency; row++) {
      for (int length = 0; length < LENGTHS; length++) {
        table[row * LENGTHS + length] = compute(row, length, averageLength);
      }
      filled = row;
    }
  }
}
