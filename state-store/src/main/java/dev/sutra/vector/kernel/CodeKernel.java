package dev.sutra.vector.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over centroids and codes. All implementations return the same integers from
 * {@link #sums}; their floats differ by rounding only. Thread-safe.
 *
 * <p>Centroids come in <em>panels</em> of {@link #PANEL}: component t of the centroids j to j + 15
 * is contiguous, so that a register holds one component of many centroids and no sum has to be
 * folded.
 *
 * <p>Codes of 4 bits come in <em>blocks</em> of {@link #BLOCK} vectors: 16 bytes for each
 * sub-quantizer. {@link #byteOf} and {@link #shiftOf} give the nibble of a lane. One shuffle of a
 * 16-byte table then looks up the codes of half a block (André et al., "Cache locality is not
 * enough", VLDB 2015).
 */
public interface CodeKernel {
  /** Centroids per panel. */
  int PANEL = 16;

  /** Vectors per block of codes. */
  int BLOCK = 32;

  /** Maximum entry of a table: the sum of four fits in a byte. */
  int TABLE_MAX = 63;

  /** Bytes per block and sub-quantizer. */
  int LOOKUP_BYTES = 16;

  /** The index of the byte, of a sub-quantizer's 16, with the code of a lane. */
  static int byteOf(int lane) {
    return 2 * (lane & 7) + (lane >>> 4);
  }

  /** The shift of that code in its byte. */
  static int shiftOf(int lane) {
    return (lane >>> 1) & 4;
  }

  /**
   * Computes dot products of points with centroids and adds a start value to each.
   *
   * @param points components; the first point starts at {@code offset}, each following one {@code
   *     stride} later
   * @param count points, 1 or 4
   * @param dimension components of a point
   * @param panels centroids from {@code panelsOffset}
   * @param centroids how many, a multiple of {@link #PANEL}
   * @param starts start values from {@code startsOffset}, one per centroid
   * @param out gets {@code count × centroids} values, point after point
   */
  void dots(
      float[] points,
      int offset,
      int stride,
      int count,
      int dimension,
      float[] panels,
      int panelsOffset,
      int centroids,
      float[] starts,
      int startsOffset,
      float[] out);

  /**
   * The index of the maximum, relative to {@code offset}; the first one of equal values.
   *
   * @param count a multiple of {@link #PANEL}; none of the values is NaN
   */
  int argMax(float[] values, int offset, int count);

  /**
   * Computes the dot products of a query's parts with the {@link #PANEL} centroids of each part,
   * and subtracts the minimum of each part.
   *
   * @param panels of part p the components from {@code starts[p]}; each component of all centroids
   *     is contiguous
   * @param starts the first component of each part, then the dimension
   * @param values gets {@code 16 × parts} values, part after part
   * @return the sum of the minimums
   */
  float partDots(float[] query, float[] panels, int[] starts, float[] values);

  /**
   * Scales values of 0 and above to entries of 0 to {@link #TABLE_MAX}, rounded.
   *
   * @param values 0 or above; overwritten
   * @param count how many, a multiple of {@link #PANEL}
   * @return the maximum value
   */
  float quantize(float[] values, int count, byte[] tables);

  /**
   * Sums, for each vector of a block, the table entries that its codes select.
   *
   * @param codes the block, from {@code offset}
   * @param tables 16 entries of 0 to {@link #TABLE_MAX} per sub-quantizer
   * @param subquantizers a multiple of 4, at most 512
   * @param sums gets 32 sums
   */
  void sums(MemorySegment codes, long offset, byte[] tables, int subquantizers, short[] sums);

  /**
   * Computes the estimates of a block: {@code base + factor × (scale × sum + shift) + correction}.
   *
   * @param memory holds 32 f32 factors from {@code factors}, then 32 f32 corrections
   * @param estimates gets 32 values
   * @return a bit mask of the vectors whose estimate is {@code threshold} or above
   */
  int estimates(
      short[] sums,
      MemorySegment memory,
      long factors,
      float scale,
      float shift,
      float base,
      float threshold,
      float[] estimates);
}
