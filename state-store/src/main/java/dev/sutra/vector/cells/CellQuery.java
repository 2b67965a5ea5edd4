package dev.sutra.vector.cells;

import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;
import dev.sutra.vector.kernel.VectorKernels;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Panels;
import java.util.Arrays;

/**
 * A query prepared for a codebook: its cells in order, and tables for the codes. Can be prepared
 * again and again, and keeps its memory. For one thread.
 */
final class CellQuery {
  /** So many cells are searched for one by one, which is as quick as to rank them all. */
  private static final int SEARCHED_SINGLY = 32;

  /** What sums of floats may be off, of the squared lengths. */
  private static final float ROUNDING = 4e-6f;

  private int cells;
  private float deviation;
  private float squaredLength;
  private float[] squaredLengths = {};
  private float[] dots = {};
  // What the cells are ranked by; negative infinity when they have been given out.
  private float[] closeness = {};
  private int lanes;
  private int given;
  // Those that are left then: each beside its closeness, the best ones first.
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
   * @param query scaled as the similarity asks for
   * @param expectedCells how many cells will be asked for at least
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
      // Whatever it is, even NaN: greater than that of a cell that has been given out.
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

  /** The best cell that has not been given out yet; not to be asked more often than there are. */
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
