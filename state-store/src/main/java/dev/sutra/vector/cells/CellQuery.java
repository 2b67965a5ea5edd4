package dev.sutra.vector.cells;

import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;
import dev.sutra.vector.kernel.VectorKernels;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Panels;
import java.util.Arrays;

/**
 * A query prepared for a codebook: ranks its cells and holds the tables for its codes. Can be
 * prepared repeatedly and reuses its memory. Not thread-safe.
 */
final class CellQuery {
  /** Number of cells that are selected one by one; beyond it, ranking all cells is faster. */
  private static final int SEARCHED_SINGLY = 32;

  /** Bound of rounding errors, relative to the squared lengths. */
  private static final float ROUNDING = 4e-6f;

  private int cells;
  private float deviation;
  private float squaredLength;
  private float[] squaredLengths = {};
  private float[] dots = {};
  // The values that cells are ranked by; negative infinity once a cell has been returned.
  private float[] closeness = {};
  private int lanes;
  private int given;
  // The remaining cells with their closeness, best first.
  private long[] rest = {};
  private int restSize;
  private int restSorted;
  private int expected;
  private float[] values = {};
  private byte[] tables = {};
  private float scale;
  private float shift;

  /**
   * Prepares a query.
   *
   * @param query scaled by {@link dev.sutra.vector.Similarity#copyScaled}
   * @param expectedCells minimum number of cells that will be requested
   */
  void prepare(CellCodebook codebook, float[] query, int expectedCells) {
    expected = expectedCells;
    cells = codebook.cells();
    deviation = codebook.deviation();
    squaredLengths = codebook.squaredLengths();
    squaredLength = VectorKernels.dot(query, query, 0);
    Panels panels = codebook.panels();
    lanes = panels.lanes();
    if (dots.length < lanes) {
      dots = new float[lanes];
      closeness = new float[lanes];
    }
    panels.dots(query, 0, dots);
    for (int cell = 0; cell < cells; cell++) {
      float value = panels.closeness(codebook.similarity(), dots, cell);
      // Any value, even NaN, must be greater than that of a cell already returned.
      closeness[cell] = value >= -Float.MAX_VALUE ? value : -Float.MAX_VALUE;
    }
    Arrays.fill(closeness, cells, lanes, Float.NEGATIVE_INFINITY);
    given = 0;
    makeTables(codebook, query);
  }

  private void makeTables(CellCodebook codebook, float[] query) {
    int entries = codebook.parts() * CodeKernel.LOOKUP_BYTES;
    if (tables.length < entries) {
      values = new float[entries];
      tables = new byte[entries];
    }
    shift = codebook.partDots(query, values);
    scale = CodeKernels.KERNEL.quantize(values, entries, tables) / CodeKernel.TABLE_MAX;
  }

  /** Returns the best cell not yet returned. Must not be called more often than there are cells. */
  int nextCell() {
    int cell;
    if (given < SEARCHED_SINGLY) {
      cell = CodeKernels.KERNEL.argMax(closeness, 0, lanes);
      closeness[cell] = Float.NEGATIVE_INFINITY;
    } else {
      if (given == SEARCHED_SINGLY) {
        rankRest();
      }
      if (given - SEARCHED_SINGLY == restSorted) {
        Arrays.sort(rest, restSorted, restSize);
        restSorted = restSize;
      }
      cell = Ranks.index(rest[given - SEARCHED_SINGLY]);
    }
    given++;
    return cell;
  }

  private void rankRest() {
    if (rest.length < cells) {
      rest = new long[cells];
    }
    restSize = 0;
    for (int cell = 0; cell < cells; cell++) {
      if (closeness[cell] > Float.NEGATIVE_INFINITY) {
        rest[restSize++] = Ranks.key(closeness[cell], cell);
      }
    }
    restSorted = Math.clamp(expected - SEARCHED_SINGLY, 0, restSize);
    Ranks.sortBest(rest, restSize, restSorted);
  }

  /** The dot product with a cell's centroid. */
  float dot(int cell) {
    return dots[cell];
  }

  /**
   * The amount by which the dot product with a vector of a cell may exceed its estimate.
   *
   * @param deviations number of standard deviations of the error
   */
  float slack(int cell, float deviations) {
    float lengths = squaredLength + squaredLengths[cell];
    float squares = Math.max(0, lengths - 2 * dots[cell]);
    return deviations * deviation * (float) Math.sqrt(squares) + ROUNDING * lengths;
  }

  byte[] tables() {
    return tables;
  }

  /** The factor for a sum of table entries. */
  float scale() {
    return scale;
  }

  /** The summand for the scaled sum. */
  float shift() {
    return shift;
  }
}
