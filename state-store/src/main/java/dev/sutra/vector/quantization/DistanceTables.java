package dev.sutra.vector.quantization;

import dev.sutra.vector.Similarity;

/**
 * The dot products of one vector's parts with all centroids of a {@link ProductQuantizer}. Scoring
 * an encoded vector takes one table look-up per code. Immutable, thread-safe.
 */
public final class DistanceTables {
  private final Similarity similarity;
  private final SubQuantizers quantizers;
  private final float[] dots;
  private final float squaredLength;

  /** Prepares a vector that {@link Similarity#copyScaled} has scaled. */
  DistanceTables(
      Similarity similarity, SubQuantizers quantizers, float[] vector, float squaredLength) {
    this.similarity = similarity;
    this.quantizers = quantizers;
    this.squaredLength = squaredLength;
    this.dots = new float[quantizers.parts() * quantizers.centroids()];
    quantizers.dots(vector, dots, new float[quantizers.centroids()]);
  }

  /**
   * The score of an encoded vector.
   *
   * @throws IllegalArgumentException if these are not codes of the quantizer
   */
  public float score(byte[] codes) {
    quantizers.checkCodes(codes);
    int centroids = quantizers.centroids();
    float dot = 0;
    for (int p = 0; p < codes.length; p++) {
      dot += dots[p * centroids + Byte.toUnsignedInt(codes[p])];
    }
    float otherSquaredLength = quantizers.squaredLength(codes, 0);
    return switch (similarity) {
      case COSINE -> cosine(dot, otherSquaredLength);
      case DOT_PRODUCT -> dot;
      case EUCLIDEAN -> 1 / (1 + Math.max(0, squaredLength + otherSquaredLength - 2 * dot));
    };
  }

  private float cosine(float dot, float otherSquaredLength) {
    double lengths = Math.sqrt((double) squaredLength * otherSquaredLength);
    // A zero vector has no direction, and so scores 0.
    return lengths == 0 ? 0 : (float) Math.max(-1, Math.min(1, dot / lengths));
  }
}
