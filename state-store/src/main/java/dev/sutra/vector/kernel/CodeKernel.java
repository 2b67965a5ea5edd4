package dev.sutra.vector.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over centroids and codes. {@link #sums} gives the same integers in every
 * implementation; floats differ by rounding only. Thread-safe.
 *
 * <p>Centroids come in <em>panels</em> of {@link #PANEL}: component t of the centroids j to j + 15
 * stands together, so that a register holds one component of many centroids and no sum is folded.
 *
 * <p>Codes of 4 bits come in <em>blocks</em> of {@link #BLOCK} vectors: 16 bytes for each
 * sub-quantizer, in which lane l has the nibble that {@link #byteOf} and {@link #shiftOf} name. So
 * one look-up of 16 bytes in a table of 16 bytes gives the parts of half a block (André et al.,
 * "Cache locality is not enough", VLDB 2015).
 */
public interface CodeKernel {
  /** Centroids in a panel. */
  int PANEL = 16;

  /** Vectors in a block of codes. */
  int BLOCK = 32;

  /** The greatest entry of a table: four of them add up in a byte. */
  int TABLE_MAX = 63;

  /** Bytes of a block for one sub-quantizer. */
  int LOOKUP_BYTES = 16;

  /** Which of a sub-quantizer's 16 bytes has the code of a lane. */
  static int byteOf(int lane) {
    return 2 * (lane & 7) + (lane >>> 4);
  }

  /** How far that code is shifted in its byte. */
  static int shiftOf(int lane) {
    return (lane >>> 1) & 4;
  }

  /**
   * Dot products of points with centroids, each added to its start value.
   *
   * @param points components; the first point starts at {@code offset}, the next ones {@code
   *     stride} behind each other
   * @param count points, 1 or 4
   * @param dimension components of a point
   * @param panels centroids from {@code panelsOffset}
   * @param centroids how many, a multiple of {@link #PANEL}
   * @param starts start values from {@code startsOffset}, one a centroid
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
   * The index of the greatest value, from {@code offset}; the first of several.
   *
   * @param count a multiple of {@link #PANEL}; none of the values is NaN
   */
  int argMax(float[] values, int offset, int count);

  /**
   * The dot products of a query's parts with the {@link #PANEL} centroids of each, and makes the
   * least of each part zero.
   *
   * @param panels of part p the components from {@code starts[p]}, each of all centroids together
   * @param starts the first component of each part, then the dimension
   * @param values gets {@code 16 × parts} values, part after part
   * @return the sum of the least ones
   */
  float partDots(float[] query, float[] panels, int[] starts, float[] values);

  /**
   * Scales values of 0 and above to entries of 0 to {@link #TABLE_MAX}, rounded.
   *
   * @param values 0 or above; they may hold anything afterwards
   * @param count how many, a multiple of {@link #PANEL}
   * @return the greatest value
   */
  float quantize(float[] values, int count, byte[] tables);

  /**
   * For each vector of a block the sum of the table entries that its codes choose.
   *
   * @param codes the block, from {@code offset}
   * @param tables 16 entries of 0 to {@link #TABLE_MAX} a sub-quantizer
   * @param subquantizers a multiple of 4, at most 512
   * @param sums gets 32 sums
   */
  void sums(MemorySegment codes, long offset, byte[] tables, int subquantizers, short[] sums);

  /**
   * Turns the sums of a block into {@code base + factor × (scale × sum + shift) + correction}.
   *
   * @param memory holds 32 f32 factors from {@code factors}, then 32 f32 corrections
   * @param estimates gets 32 values
   * @return a bit for each vector whose value is {@code threshold} or above
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
