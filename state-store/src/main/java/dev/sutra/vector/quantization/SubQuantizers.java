package dev.sutra.vector.quantization;

import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;

/**
 * The centroids of a product quantizer. Its parts are component ranges of nearly equal length, each
 * with the same number of centroids. Immutable, thread-safe.
 */
final class SubQuantizers {
  /** Maximum number of parts. */
  static final int PARTS_MAX = 1024;

  private final int dimension;
  private final int parts;
  private final int centroids;
  // The panels of part p start at centroids × startOf(p).
  private final float[] panels;
  private final int[] starts;
  private final float[] halfNorms;
  private final float[] zeros;

  private SubQuantizers(int dimension, int parts, int centroids, float[] panels) {
    this.dimension = dimension;
    this.parts = parts;
    this.centroids = centroids;
    this.panels = panels;
    this.starts = new int[parts + 1];
    for (int p = 0; p <= parts; p++) {
      starts[p] = (int) ((long) p * dimension / parts);
    }
    this.halfNorms = new float[parts * centroids];
    this.zeros = new float[centroids];
    for (int p = 0; p < parts; p++) {
      for (int j = 0; j < centroids; j++) {
        float squares = 0;
        for (int t = startOf(p); t < startOf(p + 1); t++) {
          float component = component(t, p, j);
          squares += component * component;
        }
        halfNorms[p * centroids + j] = -squares / 2;
      }
    }
  }

  /**
   * Trains the centroids of each part.
   *
   * @param points {@code count × dimension} components
   * @param parts 1 or more; if there are more than {@code dimension}, some have no component
   * @param centroids a multiple of 16 up to 256
   */
  static SubQuantizers train(
      float[] points,
      int count,
      int dimension,
      int parts,
      int centroids,
      int iterations,
      long seed) {
    float[] panels = new float[centroids * dimension];
    SubQuantizers empty = new SubQuantizers(dimension, parts, centroids, panels);
    for (int p = 0; p < parts; p++) {
      int start = empty.startOf(p);
      int length = empty.startOf(p + 1) - start;
      if (length == 0) {
        continue;
      }
      float[] rows =
          KMeans.train(points, start, dimension, count, length, centroids, iterations, seed + p);
      for (int j = 0; j < centroids; j++) {
        for (int t = 0; t < length; t++) {
          panels[empty.index(start + t, p, j)] = rows[j * length + t];
        }
      }
    }
    return new SubQuantizers(dimension, parts, centroids, panels);
  }

  /**
   * Creates sub-quantizers of the centroids that {@link #panels} returned. The array is not copied.
   */
  static SubQuantizers of(int dimension, int parts, int centroids, float[] panels) {
    return new SubQuantizers(dimension, parts, centroids, panels);
  }

  int dimension() {
    return dimension;
  }

  int parts() {
    return parts;
  }

  int centroids() {
    return centroids;
  }

  /** All components, panel after panel. Do not change the array. */
  float[] panels() {
    return panels;
  }

  /**
   * Encodes one point or four: finds the nearest centroid of each part.
   *
   * @param codes gets the numbers of the centroids, point after point
   * @param scratch room for {@code 4 × centroids}
   */
  void encode(float[] points, int offset, int stride, int count, byte[] codes, float[] scratch) {
    for (int p = 0; p < parts; p++) {
      int start = startOf(p);
      CodeKernels.KERNEL.dots(
          points,
          offset + start,
          stride,
          count,
          startOf(p + 1) - start,
          panels,
          centroids * start,
          centroids,
          halfNorms,
          p * centroids,
          scratch);
      for (int i = 0; i < count; i++) {
        codes[i * parts + p] = (byte) CodeKernels.KERNEL.argMax(scratch, i * centroids, centroids);
      }
    }
  }

  /**
   * Checks the number and the range of codes.
   *
   * @throws IllegalArgumentException if they are not codes of these sub-quantizers
   */
  void checkCodes(byte[] codes) {
    if (codes.length != parts) {
      throw new IllegalArgumentException(
          codes.length + " codes are given; " + parts + " make a vector");
    }
    for (int i = 0; i < codes.length; i++) {
      if (Byte.toUnsignedInt(codes[i]) >= centroids) {
        throw new IllegalArgumentException(
            "code "
                + i
                + " is "
                + Byte.toUnsignedInt(codes[i])
                + ", not of "
                + Integer.numberOfTrailingZeros(centroids)
                + " bits");
      }
    }
  }

  /** Decodes codes to components. */
  void decode(byte[] codes, int offset, float[] vector) {
    for (int p = 0; p < parts; p++) {
      int start = startOf(p);
      int length = startOf(p + 1) - start;
      int first = index(start, p, Byte.toUnsignedInt(codes[offset + p]));
      for (int t = 0; t < length; t++) {
        vector[start + t] = panels[first + t * CodeKernel.PANEL];
      }
    }
  }

  /**
   * Computes the dot product of each centroid with its part of a vector.
   *
   * @param tables gets {@code parts × centroids} values, part after part
   * @param scratch room for {@code centroids}
   */
  void dots(float[] vector, float[] tables, float[] scratch) {
    for (int p = 0; p < parts; p++) {
      int start = startOf(p);
      CodeKernels.KERNEL.dots(
          vector,
          start,
          0,
          1,
          startOf(p + 1) - start,
          panels,
          centroids * start,
          centroids,
          zeros,
          0,
          scratch);
      System.arraycopy(scratch, 0, tables, p * centroids, centroids);
    }
  }

  /** The same for 16 centroids per part; see {@link CodeKernel#partDots}. */
  float partDots(float[] vector, float[] values) {
    return CodeKernels.KERNEL.partDots(vector, panels, starts, values);
  }

  /** The squared length of the decoded vector. */
  float squaredLength(byte[] codes, int offset) {
    float sum = 0;
    for (int p = 0; p < parts; p++) {
      sum += halfNorms[p * centroids + Byte.toUnsignedInt(codes[offset + p])];
    }
    return -2 * sum;
  }

  /** The first component of a part. */
  private int startOf(int part) {
    return starts[part];
  }

  private float component(int t, int part, int centroid) {
    return panels[index(t, part, centroid)];
  }

  private int index(int t, int part, int centroid) {
    int start = startOf(part);
    int length = startOf(part + 1) - start;
    return centroids * start
        + (centroid & -CodeKernel.PANEL) * length
        + (t - start) * CodeKernel.PANEL
        + (centroid & (CodeKernel.PANEL - 1));
  }
}
