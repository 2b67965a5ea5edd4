package dev.sutra.vector.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over float32 components. The first vector gives the length; the second one starts
 * at an offset of an array (in components) or of memory (in bytes, little-endian, any alignment).
 *
 * <p>Each implementation adds in one fixed order, the same for arrays and for memory, interpreted
 * or compiled: the same components give the same bits. The error of a dot product is at most {@code
 * (n / 8 + 32) × 2⁻²⁴ × Σ|aᵢbᵢ|}, that of a squared distance at most {@code (n / 8 + 32) × 2⁻²⁴ ×
 * Σ(aᵢ − bᵢ)²}, as long as nothing overflows or underflows and registers have 128 bits or more.
 * Thread-safe.
 */
interface VectorKernel {
  float dot(float[] a, float[] b, int bOffset);

  float dot(float[] a, MemorySegment b, long bOffset);

  float squaredDistance(float[] a, float[] b, int bOffset);

  float squaredDistance(float[] a, MemorySegment b, long bOffset);

  /**
   * Dot products with four vectors, each with the bits of {@link #dot}. They are read side by side,
   * so that the memory of all is on its way at once: where it has to be waited for, four take
   * little longer than one.
   *
   * @param b the vectors' memory from index {@code from}
   * @param offsets in bytes, from the same index
   * @param out gets four values from the same index
   */
  void dots(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out);

  /** Squared distances to four vectors, as {@link #dots} has it. */
  void squaredDistances(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out);
}
