package dev.sutra.vector;

import java.util.Arrays;

/**
 * A query prepared for a codebook: its cells in order, and tables for the codes. For one thread.
 */
final class CellQuery {
  /** What sums of floats may be off, of the squared lengths. */
  private static final float ROUNDING = 4e-6f;

  private final CellCodebook codebook;
  private final float squaredLength;
  private final float[] dots;
  // Ascending: the cells from the best one on, each beside its closeness.
  private final long[] ranked;
  private final byte[] tables;
  private float scale;
  private float shift;
  private int sorted;

  /**
   * Prepares a query.
   *
   * @param query scaled as the similarity asks for
   * @param expected how many of the best cells will be asked for at least
   */
  CellQuery(CellCodebook codebook, float[] query, int expected) {
    this.codebook = codebook;
    this.squaredLength = VectorKernels.dot(query, query, 0);
    Panels panels = codebook.panels();
    this.dots = new float[panels.lanes()];
    panels.dots(query, 0, dots);
    this.ranked = new long[panels.count()];
    for (int cell = 0; cell < ranked.length; cell++) {
      ranked[cell] = Ranks.key(panels.closeness(codebook.similarity(), dots, cell), cell);
    }
    this.sorted = expected;
    Ranks.sortBest(ranked, expected);
    this.tables = tables(query);
  }

  private byte[] tables(float[] query) {
    SubQuantizers quantizers = codebook.quantizers();
    int centroids = quantizers.centroids();
    float[] values = new float[quantizers.parts() * centroids];
    quantizers.dots(query, values, new float[centroids]);
    float range = 0;
    float minima = 0;
    for (int p = 0; p < values.length; p += centroids) {
      float min = values[p];
      float max = min;
      for (int i = p + 1; i < p + centroids; i++) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
      for (int i = p; i < p + centroids; i++) {
        values[i] -= min;
      }
      range = Math.max(range, max - min);
      minima += min;
    }
    float unit = range > 0 ? CodeKernel.TABLE_MAX / range : 0;
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] * unit + 0.5f);
    }
    scale = range / CodeKernel.TABLE_MAX;
    shift = minima;
    return bytes;
  }

  CellCodebook codebook() {
    return codebook;
  }

  /** The cell of a rank, from 0 for the best one. */
  int cell(int rank) {
    if (rank >= sorted) {
      Arrays.sort(ranked, sorted, ranked.length);
      sorted = ranked.length;
    }
    return Ranks.index(ranked[rank]);
  }

  /** The dot product with a cell's centroid. */
  float dot(int cell) {
    return dots[cell];
  }

  /**
   * How much greater than its estimate the dot product with a vector of a cell may be.
   *
   * @param deviations of the error of estimates
   */
  float slack(int cell, float deviations) {
    float lengths = squaredLength + codebook.squaredLength(cell);
    float squares = Math.max(0, lengths - 2 * dots[cell]);
    return deviations * codebook.deviation() * (float) Math.sqrt(squares) + ROUNDING * lengths;
  }

  byte[] tables() {
    return tables;
  }

  /** What a sum of table entries is multiplied by. */
  float scale() {
    return scale;
  }

  /** What is added to it then. */
  float shift() {
    return shift;
  }
}
