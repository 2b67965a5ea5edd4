package dev.sutra.vector;

import java.util.Arrays;

/**
 * A query prepared for a codebook: its cells in order, and tables for the codes. Can be prepared
 * again and again, and keeps its memory. For one thread.
 */
final class CellQuery {
  /** What sums of floats may be off, of the squared lengths. */
  private static final float ROUNDING = 4e-6f;

  private int cells;
  private float deviation;
  private float squaredLength;
  private float[] squaredLengths = {};
  private float[] dots = {};
  // Ascending: the cells from the best one on, each beside its closeness.
  private long[] ranked = {};
  private int sorted;
  private float[] values = {};
  private byte[] tables = {};
  private float scale;
  private float shift;

  /**
   * Prepares a query.
   *
   * @param query scaled as the similarity asks for
   * @param expected how many of the best cells will be asked for at least
   */
  void prepare(CellCodebook codebook, float[] query, int expected) {
    cells = codebook.cells();
    deviation = codebook.deviation();
    squaredLengths = codebook.squaredLengths();
    squaredLength = VectorKernels.dot(query, query, 0);
    Panels panels = codebook.panels();
    if (dots.length < panels.lanes()) {
      dots = new float[panels.lanes()];
      ranked = new long[panels.lanes()];
    }
    panels.dots(query, 0, dots);
    for (int cell = 0; cell < cells; cell++) {
      ranked[cell] = Ranks.key(panels.closeness(codebook.similarity(), dots, cell), cell);
    }
    Ranks.sortBest(ranked, cells, expected);
    sorted = expected;
    makeTables(codebook.quantizers(), query);
  }

  private void makeTables(SubQuantizers quantizers, float[] query) {
    int entries = quantizers.parts() * CodeKernel.LOOKUP_BYTES;
    if (tables.length < entries) {
      values = new float[entries];
      tables = new byte[entries];
    }
    shift = CodeKernels.KERNEL.partDots(query, quantizers.panels(), quantizers.starts(), values);
    scale = CodeKernels.KERNEL.quantize(values, entries, tables) / CodeKernel.TABLE_MAX;
  }

  /** The cell of a rank, from 0 for the best one. */
  int cell(int rank) {
    if (rank >= sorted) {
      Arrays.sort(ranked, sorted, cells);
      sorted = cells;
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
    float lengths = squaredLength + squaredLengths[cell];
    float squares = Math.max(0, lengths - 2 * dots[cell]);
    return deviations * deviation * (float) Math.sqrt(squares) + ROUNDING * lengths;
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
