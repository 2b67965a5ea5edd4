package dev.sutra.vector;

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
   * Prepares a vector, which is kept and not to be changed as long as the query is used.
   *
   * @throws IllegalArgumentException if the vector fails {@link Similarity#validate}
   */
  public static VectorQuery of(float[] vector, Similarity similarity) {
    return new VectorQuery(vector, similarity, similarity.inverseNorm(vector));
  }

  public int dimension() {
    return vector.length;
  }

  public Similarity similarity() {
    return similarity;
  }

  /** Copies the vector, scaled to length 1 under {@link Similarity#COSINE}. */
  void copyScaled(float[] out) {
    for (int i = 0; i < vector.length; i++) {
      out[i] = vector[i] * inverseNorm;
    }
  }

  float squaredLength() {
    return VectorKernels.dot(vector, vector, 0);
  }

  /**
   * The exact score of a vector.
   *
   * @throws IllegalArgumentException if its dimension differs or it fails {@link
   *     Similarity#validate}
   */
  public float score(float[] other) {
    if (other.length != vector.length) {
      throw new IllegalArgumentException(
          "vectors of " + vector.length + " and " + other.length + " components do not compare");
    }
    return score(other, 0, similarity.inverseNorm(other));
  }

  float score(float[] values, int offset, float otherInverseNorm) {
    float compared =
        similarity == Similarity.EUCLIDEAN
            ? VectorKernels.squaredDistance(vector, values, offset)
            : VectorKernels.dot(vector, values, offset);
    return scoreOf(compared, otherInverseNorm);
  }

  float score(MemorySegment memory, long offset, float otherInverseNorm) {
    float compared =
        similarity == Similarity.EUCLIDEAN
            ? VectorKernels.squaredDistance(vector, memory, offset)
            : VectorKernels.dot(vector, memory, offset);
    return scoreOf(compared, otherInverseNorm);
  }

  /**
   * Compares four vectors, as {@link VectorKernel#dots} has it.
   *
   * @param compared gets what {@link #scoreOf} makes scores of
   */
  void compare(MemorySegment[] memories, long[] offsets, int from, float[] compared) {
    if (similarity == Similarity.EUCLIDEAN) {
      VectorKernels.squaredDistances(vector, memories, offsets, from, compared);
    } else {
      VectorKernels.dots(vector, memories, offsets, from, compared);
    }
  }

  /** The score that a dot product or a squared distance makes. */
  float scoreOf(float compared, float otherInverseNorm) {
    return switch (similarity) {
      case COSINE -> cosine(compared, otherInverseNorm);
      case DOT_PRODUCT -> compared;
      case EUCLIDEAN -> closeness(compared);
    };
  }

  /**
   * Checks that this query fits the vectors of a source.
   *
   * @throws IllegalArgumentException if dimension or similarity differ
   */
  void checkFits(VectorSource source) {
    if (source.dimension() != vector.length) {
      throw new IllegalArgumentException(
          "the query has "
              + vector.length
              + " components; the stored vectors have "
              + source.dimension());
    }
    if (source.similarity() != similarity) {
      throw new IllegalArgumentException(
          "the query asks for "
              + similarity
              + "; the vectors are stored for "
              + source.similarity());
    }
  }

  private float cosine(float dot, float otherInverseNorm) {
    // The product of the norms first: so the score is the same with the vectors exchanged.
    float cosine = dot * (inverseNorm * otherInverseNorm);
    return Math.max(-1, Math.min(1, cosine));
  }

  private static float closeness(float squaredDistance) {
    return 1 / (1 + squaredDistance);
  }
}
