package dev.sutra.standing;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.ByteKernel;

/**
 * A vector as small integers, with what bounds its dot products. Under cosine it is scaled to
 * length 1 first. Lengths are those of the vector that is approximated, before rounding.
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

  /** For each block of components: the length of what follows it. */
  final double[] rests;

  ScaledVector(float[] vector, Similarity similarity) {
    double squares = 0;
    double max = 0;
    for (float component : vector) {
      squares += (double) component * component;
      max = Math.max(max, Math.abs((double) component));
    }
    double unit = similarity == Similarity.COSINE ? 1 / Math.sqrt(squares) : 1;
    this.codes = new byte[paddedLength(vector.length)];
    this.rests = new double[codes.length / ByteKernel.STEP];
    this.length = Math.sqrt(squares) * unit;
    this.scale = max * unit / ByteKernel.VALUE_MAX;
    double errors = 0;
    double rest = 0;
    for (int i = codes.length - 1; i >= 0; i--) {
      if (i % ByteKernel.STEP == ByteKernel.STEP - 1) {
        rests[i / ByteKernel.STEP] = Math.sqrt(rest);
      }
      double component = i < vector.length ? vector[i] * unit : 0;
      codes[i] = (byte) (scale == 0 ? 0 : Math.rint(component / scale));
      double difference = component - scale * codes[i];
      errors += difference * difference;
      rest += component * component;
    }
    this.error = Math.sqrt(errors);
  }

  /** Components with their padding to whole blocks. */
  static int paddedLength(int dimension) {
    return Math.ceilDiv(dimension, ByteKernel.STEP) * ByteKernel.STEP;
  }
}
