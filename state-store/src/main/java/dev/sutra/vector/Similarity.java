package dev.sutra.vector;

import dev.sutra.vector.kernel.VectorKernels;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The similarity of two vectors as a score: higher is more similar. It is fixed for a store; exact
 * and approximate search use the same definition. Scores are symmetric to the last bit.
 */
public enum Similarity {
  /** The cosine of the angle, −1 to 1. Vectors are stored as given, beside their inverse norms. */
  COSINE(0),
  /** The dot product, unscaled. */
  DOT_PRODUCT(1),
  /** {@code 1 / (1 + d²)} of the Euclidean distance d: 0 to 1, 1 for equal vectors. */
  EUCLIDEAN(2);

  /** Maximum length of a vector. Up to it, no product or sum overflows. */
  public static final float LENGTH_MAX = 1e18f;

  /**
   * Minimum length of a vector under {@link #COSINE}. A shorter one would lose its direction to
   * underflow.
   */
  public static final float LENGTH_MIN = 1e-15f;

  private final int code;

  Similarity(int code) {
    this.code = code;
  }

  /**
   * The exact score of two vectors.
   *
   * @throws IllegalArgumentException if their dimensions differ or one fails {@link #validate}
   */
  public float score(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " components do not compare");
    }
    return scoreOf(compare(a, b, 0), inverseNorm(a) * inverseNorm(b));
  }

  /** The squared distance for {@link #EUCLIDEAN}, else the dot product. */
  float compare(float[] a, float[] b, int offset) {
    return this == EUCLIDEAN
        ? VectorKernels.squaredDistance(a, b, offset)
        : VectorKernels.dot(a, b, offset);
  }

  /** The same with a vector in memory; {@code offset} is in bytes. */
  float compare(float[] a, MemorySegment b, long offset) {
    return this == EUCLIDEAN
        ? VectorKernels.squaredDistance(a, b, offset)
        : VectorKernels.dot(a, b, offset);
  }

  /** The same with four vectors; see {@link VectorKernels#dots}. */
  void compare(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    if (this == EUCLIDEAN) {
      VectorKernels.squaredDistances(a, b, offsets, from, out);
    } else {
      VectorKernels.dots(a, b, offsets, from, out);
    }
  }

  /**
   * The score of a result of {@link #compare}.
   *
   * @param inverseNorms the product of the two vectors' {@link #inverseNorm}
   */
  float scoreOf(float compared, float inverseNorms) {
    return switch (this) {
      case COSINE -> Math.max(-1, Math.min(1, compared * inverseNorms));
      case DOT_PRODUCT -> compared;
      case EUCLIDEAN -> 1 / (1 + compared);
    };
  }

  /**
   * Copies a vector, scaled to length 1 under {@link #COSINE}.
   *
   * @param out gets the components from {@code offset} on
   * @throws IllegalArgumentException if the vector fails {@link #validate}
   */
  public void copyScaled(float[] vector, float[] out, int offset) {
    float scale = inverseNorm(vector);
    for (int i = 0; i < vector.length; i++) {
      out[offset + i] = vector[i] * scale;
    }
  }

  /**
   * Checks that a vector can be scored.
   *
   * @throws IllegalArgumentException if it is longer than {@link #LENGTH_MAX}, holds NaN or an
   *     infinity, or, under {@link #COSINE}, is zero or shorter than {@link #LENGTH_MIN}
   */
  public void validate(float[] vector) {
    inverseNorm(vector);
  }

  /**
   * The factor that scales a dot product with a vector: 1 / length under {@link #COSINE}, else 1.
   *
   * @throws IllegalArgumentException as {@link #validate} does
   */
  float inverseNorm(float[] vector) {
    float squaredLength = VectorKernels.dot(vector, vector, 0);
    if (!(squaredLength <= LENGTH_MAX * LENGTH_MAX)) {
      throw new IllegalArgumentException(
          "vector is longer than " + LENGTH_MAX + " or not finite (length² " + squaredLength + ")");
    }
    if (this != COSINE) {
      return 1;
    }
    if (squaredLength == 0) {
      throw new IllegalArgumentException("zero vector has no direction");
    }
    if (squaredLength < LENGTH_MIN * LENGTH_MIN) {
      throw new IllegalArgumentException(
          "vector is shorter than " + LENGTH_MIN + ", too short for a direction");
    }
    return (float) (1 / Math.sqrt(squaredLength));
  }

  /** The code of this similarity in files. */
  public int code() {
    return code;
  }

  /** The similarity with this code; null if there is none. */
  public static @Nullable Similarity ofCode(int code) {
    for (Similarity similarity : values()) {
      if (similarity.code == code) {
        return similarity;
      }
    }
    return null;
  }
}
