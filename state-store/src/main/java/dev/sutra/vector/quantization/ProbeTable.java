package dev.sutra.vector.quantization;

import java.util.Arrays;

/**
 * The number of a query's best cells that contain a fraction of its ten nearest vectors, measured
 * on a sample.
 */
final class ProbeTable {
  /** The fractions for which a table has an entry. */
  private static final double[] SHARES = {0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1};

  static final int ENTRIES = SHARES.length;

  private ProbeTable() {}

  /**
   * Creates a table.
   *
   * @param ranks for each pair of a query and one of its nearest vectors, the rank of the vector's
   *     cell, from 0
   */
  static int[] of(int[] ranks) {
    int[] sorted = ranks.clone();
    Arrays.sort(sorted);
    int[] table = new int[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      int last = (int) Math.ceil(SHARES[i] * sorted.length) - 1;
      table[i] = sorted[Math.max(0, last)] + 1;
    }
    return table;
  }

  /** The number of cells for a fraction, 0 to 1; interpolated linearly between entries. */
  static int cells(int[] table, double share) {
    if (share <= SHARES[0]) {
      return table[0];
    }
    int above = 1;
    while (above < ENTRIES - 1 && SHARES[above] < share) {
      above++;
    }
    double part = (share - SHARES[above - 1]) / (SHARES[above] - SHARES[above - 1]);
    return (int) Math.ceil(table[above - 1] + part * (table[above] - table[above - 1]));
  }
}
