package dev.sutra.text.score;

/**
 * The parts of a term's weight that count, for one average length: computed once for small
 * frequencies and lengths. Thread-safe.
 */
public final class Factors {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  public static final int FREQUENCIES = 8;
  public static final int LENGTHS = 256;
  public static final int MASK = FREQUENCIES * LENGTHS - 1;

  // Searches between two writes share a table.
  private static volatile Factors last = new Factors(1);

  private final double averageLength;
  // A row of factors by length for each frequency; filled as far as is asked for.
  private final double[] table = new double[FREQUENCIES * LENGTHS];
  private volatile int filled;

  private Factors(double averageLength) {
    this.averageLength = averageLength;
  }

  /** One factor, without a table. */
  public static double compute(int frequency, int length, double averageLength) {
    double inverse = 1 / (K1 * (1 - B + B * length / averageLength));
    return 1 - 1 / (1 + frequency * inverse);
  }

  /** Those for an average length. */
  public static Factors at(double averageLength) {
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

  /** The table, with the rows of frequencies up to one. */
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
