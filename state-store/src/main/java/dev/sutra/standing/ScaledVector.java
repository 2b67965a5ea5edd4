package dev.sutra.standing;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.ByteKernel;

/**
 * A vector, or its projection on some directions, as small integers, with what bounds its dot
 * products. Under cosine it is scaled to length 1 first. Lengths are those of the vector that is
 * approximated, before rounding.
 *
 * <p>With x = x̂ + dx, where x̂ = scale × codes: x·y = x̂·ŷ + dx·y + x̂·dy, so that the error is at
 * most |dx||y| + |x̂||dy| (Cauchy and Schwarz), for the first components of both vectors, too. The
 * part that is not summed yet is at most the product of the lengths of the rest.
 */
final class ScaledVector {
  final byte[] codes;
  final double scale;
  final double length;
  final double error;

  /** For each part of the components: the length of what follows it. */
  final double[] rests;

  /**
   * Encodes components.
   *
   * @param part how many make a part; divides their number
   * @param length of the vector
   * @param outside squared length of what is in none of the components
   * @param inexact how far the components may be from the true ones
   */
  ScaledVector(double[] components, int part, double length, double outside, double inexact) {
    double max = 0;
    for (double component : components) {
      max = Math.max(max, Math.abs(component));
    }
    this.codes = new byte[components.length];
    this.rests = new double[components.length / part];
    this.length = length;
    this.scale = max / ByteKernel.VALUE_MAX;
    double errors = 0;
    double rest = outside;
    for (int i = codes.length - 1; i >= 0; i--) {
      if (i % part == part - 1) {
        rests[i / part] = Math.sqrt(rest);
      }
      double component = components[i];
      codes[i] = (byte) (scale == 0 ? 0 : Math.rint(component / scale));
      double difference = component - scale * codes[i];
      errors += difference * difference;
      rest += component * component;
    }
    this.error = Math.sqrt(errors) + inexact;
  }

  /** Encodes all components of a vector, padded with zeros to parts of the kernel's step. */
  static ScaledVector of(float[] vector, Similarity similarity) {
    double unit = unit(vector, similarity);
    double[] components = new double[paddedLength(vector.length)];
    for (int i = 0; i < vector.length; i++) {
      components[i] = vector[i] * unit;
    }
    return new ScaledVector(components, ByteKernel.STEP, length(vector) * unit, 0, 0);
  }

  /** The factor that gives a vector the length with which it is compared. */
  static double unit(float[] vector, Similarity similarity) {
    return similarity == Similarity.COSINE ? 1 / length(vector) : 1;
  }

  static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  /** Components with their padding to whole parts. */
  static int paddedLength(int dimension) {
    return Math.ceilDiv(dimension, ByteKernel.STEP) * ByteKernel.STEP;
  }

  /** The codes as kernels read those of an event. */
  short[] wideCodes() {
    short[] wide = new short[codes.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = codes[i];
    }
    return wide;
  }
}
