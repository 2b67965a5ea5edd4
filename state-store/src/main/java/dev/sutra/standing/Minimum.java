package dev.sutra.standing;

import dev.sutra.vector.Similarity;

/**
 * What the bound of a dot product must reach, so that the computed score of two vectors may reach
 * the minimum: the score's threshold as a dot product, less all errors. The errors are linear in
 * the length and the error of the event's codes, so that they are summed up once for each query.
 *
 * @param fixed the threshold, less what depends on the query alone
 * @param perLength to be subtracted for the length of the event's vector
 * @param perError to be subtracted for the error of its codes
 */
record Minimum(double fixed, double perLength, double perError) {
  /** What no event reaches. */
  static final Minimum UNREACHABLE = new Minimum(Double.POSITIVE_INFINITY, 0, 0);

  // Half the distance between 1 and the next float.
  private static final double ROUNDING = 0x1p-24;
  // Sums in double differ from true ones by less than this part of the squared lengths.
  private static final double DOUBLE_ROUNDING = 2e-9;
  // More than what products of floats lose by underflow, summed over all components.
  private static final double UNDERFLOW = 1e-36;

  /**
   * That of a query.
   *
   * @param query its codes
   */
  static Minimum of(ScaledVector query, float minScore, Similarity similarity, int dimension) {
    double length = query.length;
    double rounding = rounding(dimension);
    return new Minimum(
        least(length, minScore, similarity, rounding)
            - DOUBLE_ROUNDING * length * length
            - UNDERFLOW,
        query.error + rounding * length,
        length + query.error);
  }

  /** What is added to {@link #fixed} for an event. */
  static double ofEvent(ScaledVector event, Similarity similarity) {
    double square = event.length * event.length;
    return (similarity == Similarity.EUCLIDEAN ? square / 2 : 0) - DOUBLE_ROUNDING * square;
  }

  /** The error of a dot product and of two lengths (see VectorKernel), twice as much for safety. */
  private static double rounding(int dimension) {
    return 4 * (dimension / 8.0 + 40) * ROUNDING;
  }

  /**
   * The least dot product with which a computed score may reach the minimum; under Euclidean, half
   * of the event's squared length is still to be added, because d² = |q|² + |x|² − 2 q·x.
   */
  private static double least(
      double length, float minScore, Similarity similarity, double rounding) {
    return switch (similarity) {
      case COSINE -> minScore <= -1 ? Double.NEGATIVE_INFINITY : minScore;
      case DOT_PRODUCT -> minScore;
      case EUCLIDEAN -> {
        if (minScore <= 0) {
          yield Double.NEGATIVE_INFINITY;
        }
        double distance = ((1 / (double) minScore) * (1 + 4 * ROUNDING) - 1) * (1 + rounding);
        yield (length * length - distance) / 2;
      }
    };
  }
}
