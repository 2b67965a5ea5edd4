package dev.sutra.vector.quantization;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;

/** Centroids in the layout of the {@link CodeKernel}. Immutable, thread-safe. */
public final class Panels {
  /** The score of a lane without a centroid, so that it is never the nearest. */
  private static final float NOWHERE = Float.NEGATIVE_INFINITY;

  /** Number of points that are scored together. */
  static final int POINTS = 4;

  private final int count;
  private final int dimension;
  private final int lanes;
  private final float[] values;
  private final float[] halfNorms;
  private final float[] zeros;

  private Panels(int count, int dimension, float[] values, float[] halfNorms) {
    this.count = count;
    this.dimension = dimension;
    this.lanes = halfNorms.length;
    this.values = values;
    this.halfNorms = halfNorms;
    this.zeros = new float[lanes];
  }

  /**
   * Lays out centroids.
   *
   * @param rows {@code count × dimension} components, centroid after centroid
   */
  static Panels of(float[] rows, int count, int dimension) {
    int lanes = lanes(count);
    float[] values = new float[lanes * dimension];
    float[] halfNorms = new float[lanes];
    for (int j = 0; j < lanes; j++) {
      if (j >= count) {
        halfNorms[j] = NOWHERE;
        continue;
      }
      float squares = 0;
      int panel = (j & -CodeKernel.PANEL) * dimension + (j & (CodeKernel.PANEL - 1));
      for (int t = 0; t < dimension; t++) {
        float component = rows[j * dimension + t];
        values[panel + t * CodeKernel.PANEL] = component;
        squares += component * component;
      }
      halfNorms[j] = -squares / 2;
    }
    return new Panels(count, dimension, values, halfNorms);
  }

  private static int lanes(int count) {
    return (count + CodeKernel.PANEL - 1) & -CodeKernel.PANEL;
  }

  int count() {
    return count;
  }

  int dimension() {
    return dimension;
  }

  /**
   * The length of the array for {@link #dots}: the number of centroids, rounded up to whole panels.
   */
  public int lanes() {
    return lanes;
  }

  /** Computes the dot products of a point with all centroids. */
  public void dots(float[] points, int offset, float[] out) {
    CodeKernels.KERNEL.dots(points, offset, 0, 1, dimension, values, 0, lanes, zeros, 0, out);
  }

  /**
   * Finds the nearest centroid of each point; the first one of equally near centroids.
   *
   * @param points components, from {@code offset}
   * @param stride from one point to the next
   * @param errors gets the squared distances, without the point's own squared length
   */
  void nearest(float[] points, int offset, int stride, int count, int[] nearest, float[] errors) {
    float[] scores = new float[POINTS * lanes];
    int done = 0;
    while (done < count) {
      int points4 = count - done >= POINTS ? POINTS : 1;
      int start = offset + done * stride;
      scores(points, start, stride, points4, scores);
      for (int p = 0; p < points4; p++) {
        int best = CodeKernels.KERNEL.argMax(scores, p * lanes, lanes);
        nearest[done + p] = best;
        errors[done + p] = -2 * scores[p * lanes + best];
      }
      done += points4;
    }
  }

  /**
   * Scores one point or {@link #POINTS} with each centroid. A score is half of: the point's squared
   * length minus the squared distance.
   *
   * @param out gets {@link #lanes} values per point
   */
  public void scores(float[] points, int offset, int stride, int count, float[] out) {
    CodeKernels.KERNEL.dots(
        points, offset, stride, count, dimension, values, 0, lanes, halfNorms, 0, out);
  }

  /**
   * The value that cells are ranked by, greatest first, from a centroid's dot product with the
   * query.
   */
  public float closeness(Similarity similarity, float[] dots, int centroid) {
    return similarity == Similarity.EUCLIDEAN
        ? dots[centroid] + halfNorms[centroid]
        : dots[centroid];
  }
}
