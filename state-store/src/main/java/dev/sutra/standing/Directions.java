package dev.sutra.standing;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.VectorKernels;
import java.util.List;

/**
 * Some orthogonal directions in which vectors extend most, learned from a sample. A vector is a sum
 * of its projection on them and of a rest at a right angle, so that x·y is that of the projections
 * and at most the product of the lengths of the rests: a bound from a few numbers that is good
 * where the rests are short. It holds whatever was learned.
 *
 * <p>They are the first principal components, by subspace iteration: the span of some vectors of
 * the sample is multiplied by the sample's covariance, and made orthogonal again. Immutable.
 */
final class Directions {
  /** How many: a quarter of the components that language models give, most of the length. */
  static final int COUNT = 96;

  /** Components of a projection after which the bound is computed. */
  static final int PART = 48;

  /** Vectors that are learned from. */
  static final int SAMPLE = 1_024;

  /** Below, a projection saves nothing. */
  static final int DIMENSION_MIN = 2 * COUNT;

  private static final int ITERATIONS = 3;

  // More than what products of floats lose by underflow, summed over all components.
  private static final double UNDERFLOW = 1e-38;

  private final float[][] rows;
  private final double relativeError;

  private Directions(double[][] orthonormal) {
    int dimension = orthonormal[0].length;
    rows = new float[COUNT][dimension];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < dimension; j++) {
        rows[i][j] = (float) orthonormal[i][j];
      }
    }
    // Of each component: rounding the row, and the error of a dot product (see VectorKernel).
    relativeError = Math.sqrt(COUNT) * (dimension / 8.0 + 34) * 0x1p-24;
  }

  /**
   * Learns directions.
   *
   * @param sample at least {@link #COUNT} vectors of {@link #DIMENSION_MIN} components or more
   */
  static Directions learn(List<float[]> sample) {
    int dimension = sample.getFirst().length;
    double[][] span = new double[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      span[i] = scaled(sample.get(i));
    }
    orthonormalize(span);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      Directions now = new Directions(span);
      span = new double[COUNT][dimension];
      for (float[] vector : sample) {
        double unit = 1 / Math.max(Double.MIN_NORMAL, ScaledVector.length(vector));
        for (int i = 0; i < COUNT; i++) {
          double weight = VectorKernels.dot(now.rows[i], vector, 0) * unit * unit;
          addScaled(span[i], vector, weight);
        }
      }
      orthonormalize(span);
    }
    return new Directions(span);
  }

  /** The projection of a vector. */
  ScaledVector project(float[] vector, Similarity similarity) {
    double unit = ScaledVector.unit(vector, similarity);
    double length = ScaledVector.length(vector) * unit;
    double[] components = new double[COUNT];
    double squares = 0;
    for (int i = 0; i < COUNT; i++) {
      components[i] = VectorKernels.dot(rows[i], vector, 0) * unit;
      squares += components[i] * components[i];
    }
    double inexact = relativeError * length + UNDERFLOW * Math.max(1, unit);
    double outside =
        Math.max(0, length * length - squares) + 2 * inexact * length + inexact * inexact;
    return new ScaledVector(components, PART, length, outside, inexact);
  }

  private static double[] scaled(float[] vector) {
    double[] copy = new double[vector.length];
    addScaled(copy, vector, 1 / Math.max(Double.MIN_NORMAL, ScaledVector.length(vector)));
    return copy;
  }

  private static void addScaled(double[] to, float[] vector, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }

  /** Gram and Schmidt, twice for precision. A row that the others span becomes zero. */
  private static void orthonormalize(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      scale(rows[i], 0);
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double dot = dot(rows[i], rows[j]);
          for (int k = 0; k < rows[i].length; k++) {
            rows[i][k] -= dot * rows[j][k];
          }
        }
        scale(rows[i], pass == 0 ? 1e-6 : 0.5);
      }
    }
  }

  /** Gives a row the length 1; one that is not longer than the least becomes zero. */
  private static void scale(double[] row, double least) {
    double length = Math.sqrt(dot(row, row));
    double factor = length > least ? 1 / length : 0;
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }

  private static double dot(double[] a, double[] b) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i + 1 < a.length; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return a.length % 2 == 0 ? even + odd : even + odd + a[a.length - 1] * b[a.length - 1];
  }
}
