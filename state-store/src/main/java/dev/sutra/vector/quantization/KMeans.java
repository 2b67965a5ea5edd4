package dev.sutra.vector.quantization;

import dev.sutra.vector.kernel.VectorKernels;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * k-means clustering: Lloyd's algorithm, seeded with k-means++ (Arthur and Vassilvitskii, SODA
 * 2007). The same input and seed give the same centroids on the same kind of processor.
 */
final class KMeans {
  /**
   * Number of points per cluster from which seeds are drawn. Each draw costs a pass over all of
   * them.
   */
  private static final int SEEDING_POINTS = 8;

  private final float[] points;
  private final int offset;
  private final int stride;
  private final int count;
  private final int dimension;
  private final int clusters;

  private KMeans(float[] points, int offset, int stride, int count, int dimension, int clusters) {
    this.points = points;
    this.offset = offset;
    this.stride = stride;
    this.count = count;
    this.dimension = dimension;
    this.clusters = clusters;
  }

  /**
   * Trains centroids.
   *
   * @param points components; point i starts at {@code offset + i × stride}
   * @param count points, 1 or more; if there are fewer than clusters, centroids repeat
   * @param iterations passes over the points
   * @return {@code clusters × dimension} components, centroid after centroid
   */
  static float[] train(
      float[] points,
      int offset,
      int stride,
      int count,
      int dimension,
      int clusters,
      int iterations,
      long seed) {
    return train(points, offset, stride, count, dimension, clusters, iterations, seed, () -> {});
  }

  /**
   * Trains centroids as above, and can be cancelled.
   *
   * @param checkpoint called regularly; cancels by throwing an exception
   */
  static float[] train(
      float[] points,
      int offset,
      int stride,
      int count,
      int dimension,
      int clusters,
      int iterations,
      long seed,
      Runnable checkpoint) {
    return new KMeans(points, offset, stride, count, dimension, clusters)
        .run(iterations, seed, checkpoint);
  }

  private float[] run(int iterations, long seed, Runnable checkpoint) {
    float[] centroids = seeds(new SplittableRandom(seed), checkpoint);
    int[] nearest = new int[count];
    float[] errors = new float[count];
    for (int i = 0; i < iterations; i++) {
      Panels.of(centroids, clusters, dimension)
          .nearest(points, offset, stride, count, nearest, errors);
      centroids = means(nearest, errors);
      checkpoint.run();
    }
    return centroids;
  }

  private float[] seeds(SplittableRandom random, Runnable checkpoint) {
    int candidates = Math.min(count, SEEDING_POINTS * clusters);
    float[] centroids = new float[clusters * dimension];
    double[] distances = new double[candidates];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int chosen = random.nextInt(candidates);
    for (int j = 0; j < clusters; j++) {
      float[] centroid = Arrays.copyOfRange(points, at(chosen), at(chosen) + dimension);
      System.arraycopy(centroid, 0, centroids, j * dimension, dimension);
      double total = 0;
      for (int i = 0; i < candidates; i++) {
        double distance = VectorKernels.squaredDistance(centroid, points, at(i));
        distances[i] = Math.min(distances[i], distance);
        total += distances[i];
      }
      checkpoint.run();
      chosen = draw(distances, random.nextDouble() * total);
    }
    return centroids;
  }

  /** The index at which the running sum exceeds a value. */
  private static int draw(double[] weights, double value) {
    double left = value;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    // All weights are zero, or rounding left a remainder.
    return weights.length - 1;
  }

  private float[] means(int[] nearest, float[] errors) {
    float[] sums = new float[clusters * dimension];
    int[] members = new int[clusters];
    for (int i = 0; i < count; i++) {
      int cluster = nearest[i];
      members[cluster]++;
      int row = cluster * dimension;
      int point = at(i);
      for (int t = 0; t < dimension; t++) {
        sums[row + t] += points[point + t];
      }
    }
    for (int j = 0; j < clusters; j++) {
      int row = j * dimension;
      if (members[j] == 0) {
        System.arraycopy(points, at(farthest(errors)), sums, row, dimension);
        continue;
      }
      float scale = 1f / members[j];
      for (int t = 0; t < dimension; t++) {
        sums[row + t] *= scale;
      }
    }
    return sums;
  }

  /**
   * The point farthest from its centroid, which seeds an empty cluster. Each point is returned at
   * most once.
   */
  private int farthest(float[] errors) {
    int worst = 0;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      int point = at(i);
      float squares = 0;
      for (int t = 0; t < dimension; t++) {
        squares += points[point + t] * points[point + t];
      }
      if (errors[i] + squares > max) {
        max = errors[i] + squares;
        worst = i;
      }
    }
    errors[worst] = Float.NEGATIVE_INFINITY;
    return worst;
  }

  private int at(int point) {
    return offset + point * stride;
  }
}
