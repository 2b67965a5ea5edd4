package dev.sutra.vector;

import dev.sutra.vector.kernel.VectorKernels;
import java.lang.foreign.MemorySegment;

/**
 * A vector prepared for scoring others against it. Immutable, thread-safe.
 *
 * <p>The score of a vector has the same bits wherever the vector is kept.
 */
public final class VectorQuery {
  private final float[] vector;
  private final Similarity similarity;
  private final float inverseNorm;

  private VectorQuery(float[] vector, Similarity similarity, float inverseNorm) {
    this.vector = vector;
    this.similarity = similarity;
    this.inverseNorm = inverseNorm;
  }

  /**
   * Prepares a vector. The array is not copied; do not change it while the query is in use.
   *
   * @throws IllegalArgumentException if the vector fails {@link Similarity#validate}
   */
  public static VectorQuery of(float[] vector, Similarity similarity) {
    return new VectorQuery(vector, similarity, similarity.inverseNorm(vector));
  }

  /**
   * Checks the limits of a search.
   *
   * @param k how many hits are wanted
   * @param minScore the lowest score wanted
   * @throws IllegalArgumentException if {@code k} is below 1 or {@code minScore} is NaN
   */
  public static void checkLimits(int k, float minScore) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + "; 1 or more is needed");
    }
    if (Float.isNaN(minScore)) {
      throw new IllegalArgumentException("minScore is NaN");
    }
  }

  public int dimension() {
    return vector.length;
  }

  public Similarity similarity() {
    return similarity;
  }

  /** Copies the vector, scaled to length 1 under {@link Similarity#COSINE}. */
  public void copyScaled(float[] out) {
    for (int i = 0; i < vector.length; i++) {
      out[i] = vector[i] * inverseNorm;
    }
  }

  /** The squared length of the vector. */
  public float squaredLength() {
    return VectorKernels.dot(vector, vector, 0);
  }

  /** The score of a vector in an array, from {@code offset}. */
  float score(float[] values, int offset, float otherInverseNorm) {
    return scoreOf(similarity.compare(vector, values, offset), otherInverseNorm);
  }

  /** The score of a vector in memory, from byte {@code offset}. */
  float score(MemorySegment memory, long offset, float otherInverseNorm) {
    return scoreOf(similarity.compare(vector, memory, offset), otherInverseNorm);
  }

  /**
   * Compares four vectors; see {@link VectorKernels#dots}.
   *
   * @param compared gets four values for {@link #scoreOf}, from index {@code from}
   */
  void compare(MemorySegment[] memories, long[] offsets, int from, float[] compared) {
    similarity.compare(vector, memories, offsets, from, compared);
  }

  /** The score of a dot product or a squared distance. */
  float scoreOf(float compared, float otherInverseNorm) {
    // Multiplying the norms first gives the same bits with the two vectors exchanged.
    return similarity.scoreOf(compared, inverseNorm * otherInverseNorm);
  }
}
