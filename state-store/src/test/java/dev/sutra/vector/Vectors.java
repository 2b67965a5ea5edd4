package dev.sutra.vector;

import java.util.Arrays;
import java.util.Random;

/** Random vectors, and scores in double precision to hold the kernels to. */
public final class Vectors {
  private Vectors() {}

  /** A seed that the test prints, so that a failure can be run again. */
  public static long printedSeed(String test) {
    long seed = System.nanoTime();
    System.out.println(test + " seed " + seed);
    return seed;
  }

  public static float[] random(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  public static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  public static double score(Similarity similarity, float[] a, float[] b) {
    return switch (similarity) {
      case COSINE -> dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      case DOT_PRODUCT -> dot(a, b);
      case EUCLIDEAN -> 1 / (1 + squaredDistance(a, b));
    };
  }

  /** The exact score of one vector of a source. */
  public static float score(VectorSource source, VectorQuery query, int ordinal) {
    float[] score = new float[1];
    source.scores(query, ordinal, 1, score);
    return score[0];
  }

  public static float[] filled(int dimension, float value) {
    float[] vector = new float[dimension];
    Arrays.fill(vector, value);
    return vector;
  }
}
