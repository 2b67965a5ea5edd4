package dev.sutra.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimilarityTest {
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void scoresAgreeWithTheirDefinition(Similarity similarity) {
    Random random = new Random(Vectors.printedSeed("similarity"));
    for (int dimension = 1; dimension < 200; dimension++) {
      float[] a = Vectors.random(random, dimension);
      float[] b = Vectors.random(random, dimension);
      double expected = Vectors.score(similarity, a, b);
      double lengths = Math.sqrt(Vectors.dot(a, a) * Vectors.dot(b, b));
      assertEquals(expected, similarity.score(a, b), 1e-5 * Math.max(1, lengths));
      assertEquals(similarity.score(a, b), similarity.score(b, a), "symmetric");
    }
  }

  @Test
  void cosineStaysWithinItsRange() {
    Random random = new Random(Vectors.printedSeed("cosine range"));
    for (int i = 0; i < 2000; i++) {
      float[] a = Vectors.random(random, 1 + random.nextInt(50));
      float[] opposite = a.clone();
      for (int j = 0; j < a.length; j++) {
        opposite[j] = -3 * a[j];
      }
      float same = Similarity.COSINE.score(a, a);
      assertTrue(same <= 1 && same > 0.99999f, () -> "same " + same);
      float back = Similarity.COSINE.score(a, opposite);
      assertTrue(back >= -1 && back < -0.99999f, () -> "opposite " + back);
    }
  }

  @Test
  void euclideanScoreOfEqualVectorsIsOne() {
    assertEquals(1, Similarity.EUCLIDEAN.score(new float[] {1, 2}, new float[] {1, 2}));
    assertEquals(1f / 26, Similarity.EUCLIDEAN.score(new float[] {3, 4}, new float[] {0, 0}));
  }

  @Test
  void zeroVectorHasNoDirection() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Similarity.COSINE.validate(new float[3]));
    assertEquals("zero vector has no direction", e.getMessage());
    Similarity.DOT_PRODUCT.validate(new float[3]);
    Similarity.EUCLIDEAN.validate(new float[3]);
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void vectorsThatWouldOverflowAreRefused(Similarity similarity) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f, -2e18f}) {
      float[] vector = {1, bad};
      assertThrows(IllegalArgumentException.class, () -> similarity.validate(vector));
      assertThrows(IllegalArgumentException.class, () -> similarity.score(new float[2], vector));
    }
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void extremeValidVectorsGiveFiniteScores(Similarity similarity) {
    float[] longest = Vectors.filled(100, 0.99e17f);
    float[] shortest = Vectors.filled(100, 1.01e-16f);
    for (float[] vector : new float[][] {longest, shortest}) {
      similarity.validate(vector);
      assertTrue(Float.isFinite(similarity.score(longest, vector)));
      assertTrue(Float.isFinite(similarity.score(shortest, vector)));
    }
    assertEquals(1, Similarity.COSINE.score(longest, shortest), 1e-6);
  }

  @Test
  void tooShortVectorIsRefusedUnderCosineOnly() {
    float[] vector = {1e-17f};
    assertThrows(IllegalArgumentException.class, () -> Similarity.COSINE.validate(vector));
    Similarity.EUCLIDEAN.validate(vector);
  }

  @Test
  void vectorsOfDifferentDimensionsDoNotCompare() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Similarity.DOT_PRODUCT.score(new float[2], new float[3]));
  }
}
