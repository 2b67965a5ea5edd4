package dev.sutra.vector;

/**
 * How alike two vectors are, as a score: higher is more alike. One definition for exact and
 * approximate search, fixed for a store. Scores are symmetric to the last bit.
 */
public enum Similarity {
  /** The cosine of the angle, −1 to 1. Vectors are stored as given, beside their inverse norms. */
  COSINE(0),
  /** The dot product as it is. */
  DOT_PRODUCT(1),
  /** {@code 1 / (1 + d²)} of the Euclidean distance d: 0 to 1, 1 for equal vectors. */
  EUCLIDEAN(2);

  /** The longest vector, so that no product or sum overflows. */
  public static final float LENGTH_MAX = 1e18f;

  /** The shortest vector under {@link #COSINE}, so that its direction is not lost in underflow. */
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
    return VectorQuery.of(a, this).score(b);
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

  /** What a dot product with this valid vector is scaled by: 1 where there is no scaling. */
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

  /** The number that stands for this in files. */
  int code() {
    return code;
  }
}
