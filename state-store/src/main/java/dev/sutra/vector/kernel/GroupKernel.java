package dev.sutra.vector.kernel;

/**
 * Dot products of one vector of small integers with many others at once, exact, the same in every
 * implementation. Thread-safe.
 *
 * <p>The others are interleaved: for each component, those of all vectors of a group follow each
 * other, so that each lane sums for a vector of its own, and nothing is added across lanes. Factors
 * are −{@value #VALUE_MAX} to {@value #VALUE_MAX}: {@value #STEP} products fit in 16 bits.
 */
public interface GroupKernel {
  /** Vectors of a group. */
  int GROUP = 64;

  /** Greatest absolute value of a component. */
  int VALUE_MAX = 63;

  /** The number of components is a multiple of this. */
  int STEP = 8;

  /**
   * Adds {@code group[offset + i × GROUP + v] × vector[from + i]} to {@code sums[v]}, for each i
   * below count and each v of the group.
   *
   * @param count how many components, a multiple of {@link #STEP}
   */
  void addDots(byte[] group, int offset, short[] vector, int from, int count, int[] sums);

  /**
   * The vectors v of a group whose bound reaches their limit, as bits: those with {@code sums[v] ×
   * scales[v] × scale + rests[from + v] × rest ≥ limits[v]}.
   */
  long reaching(
      int[] sums,
      double[] scales,
      double scale,
      double[] rests,
      int from,
      double rest,
      double[] limits);
}
