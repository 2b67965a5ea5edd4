package dev.sutra.vector.kernel;

/**
 * Dot products of small integers, exact, the same in every implementation. Thread-safe.
 *
 * <p>Both factors are −{@value #VALUE_MAX} to {@value #VALUE_MAX}: eight products fit in 16 bits,
 * so that sums are widened only once for eight registers.
 */
public interface ByteKernel {
  /** Greatest absolute value of a component. */
  int VALUE_MAX = 63;

  /** The number of components is a multiple of this. */
  int STEP = 128;

  /**
   * The sum of {@code a[aOffset + i] × b[bOffset + i]}.
   *
   * @param count how many components, a multiple of {@link #STEP}
   */
  int dot(byte[] a, int aOffset, short[] b, int bOffset, int count);
}
