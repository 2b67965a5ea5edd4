package dev.sutra.vector.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.Vectors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final int DIMENSION = 12;

  /** Points close to {@code groups} far apart centres, in turns. */
  private static float[] grouped(Random random, int groups, int count) {
    float[] points = new float[count * DIMENSION];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < DIMENSION; t++) {
        points[i * DIMENSION + t] = (float) (0.01 * random.nextGaussian());
      }
      points[i * DIMENSION + i % groups % DIMENSION] += i % groups < DIMENSION ? 10 : -10;
    }
    return points;
  }

  private static double error(float[] points, int count, float[] centroids, int clusters) {
    int[] nearest = new int[count];
    float[] errors = new float[count];
    Panels.of(centroids, clusters, DIMENSION).nearest(points, 0, DIMENSION, count, nearest, errors);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < DIMENSION; t++) {
        double difference = points[i * DIMENSION + t] - centroids[nearest[i] * DIMENSION + t];
        sum += difference * difference;
      }
    }
    return sum / count;
  }

  @Test
  void farApartGroupsGetACentroidEach() {
    Random random = new Random(Vectors.printedSeed("k-means groups"));
    float[] points = grouped(random, 20, 2000);
    float[] centroids = KMeans.train(points, 0, DIMENSION, 2000, DIMENSION, 20, 8, 1);
    assertTrue(error(points, 2000, centroids, 20) < 0.01);
  }

  @Test
  void theSameSeedGivesTheSameCentroids() {
    float[] points = grouped(new Random(2), 5, 300);
    assertArrayEquals(
        KMeans.train(points, 0, DIMENSION, 300, DIMENSION, 16, 3, 9),
        KMeans.train(points, 0, DIMENSION, 300, DIMENSION, 16, 3, 9));
  }

  @Test
  void morePassesDoNotMakeItWorse() {
    Random random = new Random(Vectors.printedSeed("k-means passes"));
    float[] points = Vectors.random(random, 1000 * DIMENSION);
    double last = Double.MAX_VALUE;
    for (int passes = 0; passes < 6; passes++) {
      float[] centroids = KMeans.train(points, 0, DIMENSION, 1000, DIMENSION, 16, passes, 5);
      double error = error(points, 1000, centroids, 16);
      assertTrue(error <= last + 1e-4, passes + " passes: " + error + " after " + last);
      last = error;
    }
  }

  @Test
  void emptyClustersAreSeededWithTheFarthestPoints() {
    // Seeds are drawn among the first 128 points, all the same; the others lie elsewhere.
    float[] points = new float[1000 * DIMENSION];
    for (int i = 500; i < 1000; i++) {
      points[i * DIMENSION] = 100 + i % 3;
    }
    float[] centroids = KMeans.train(points, 0, DIMENSION, 1000, DIMENSION, 16, 10, 3);
    assertTrue(error(points, 1000, centroids, 16) < 0.01);
  }

  @Test
  void identicalAndTooFewPointsGiveThatPoint() {
    float[] points = new float[3 * DIMENSION];
    Arrays.fill(points, 7);
    float[] centroids = KMeans.train(points, 0, DIMENSION, 3, DIMENSION, 16, 4, 3);
    for (float component : centroids) {
      assertEquals(7, component, 1e-5);
    }
  }
}
