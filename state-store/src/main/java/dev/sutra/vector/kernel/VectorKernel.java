package dev.sutra.vector.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over float32 components. The first vector determines the length. The second one
 * starts at an offset in an array (in components) or in memory (in bytes, little-endian, any
 * alignment).
 *
 * <p>Each implementation sums in one fixed order, the same for arrays and memory, interpreted and
 * compiled, so that the same components give the same bits. The error of a dot product is at most
 * {@code (n / 8 + 32) × 2⁻²⁴ × Σ|aᵢbᵢ|}, that of a squared distance at most {@code (n / 8 + 32) ×
 * 2⁻²⁴ × Σ(aᵢ − bᵢ)²}, as long as nothing overflows or underflows and registers have 128 bits or
 * more. Thread-safe.
 */
interface VectorKernel {
  float dot(float[] a, float[] b, int bOffset);

  float dot(float[] a, MemorySegment b, long bOffset);

  float squaredDistance(float[] a, float[] b, int bOffset);

  float squaredDistance(float[] a, MemorySegment b, long bOffset);

  /**
   * Dot products with four vectors, each with the same bits as {@link #dot}. Reading the four in
   * one loop overlaps their cache misses: vectors that are not in a cache take little longer than
   * one.
   *
   * @param b the vectors' memory from index {@code from}
   * @param offsets in bytes, from the same index
   * @param out gets four values from the same index
   */
  void dots(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out);

  /** Squared distances to four vectors; see {@link #dots}. */
  void squaredDistances(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out);
}
