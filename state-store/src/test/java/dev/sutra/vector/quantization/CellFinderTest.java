package dev.sutra.vector.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellFinderTest {
  private static final int DIMENSION = 24;

  @ParameterizedTest
  @ValueSource(ints = {16, 50, 100})
  void cellsAreThoseOfThePlainFormulas(int cells) {
    Random random = new Random(Vectors.printedSeed("cell finder"));
    List<float[]> centroids = randomVectors(random, cells);
    // 23: some are looked at four together, and the rest one by one.
    List<float[]> vectors = randomVectors(random, 23);
    double far = 0;
    for (float[] vector : vectors) {
      far += squared(vector, centroids.get(ranked(vector, centroids).getFirst())) / vectors.size();
    }
    int[] first = new int[vectors.size()];
    int[] second = new int[vectors.size()];
    float[] squares = new float[vectors.size()];
    float[] rows = rows(centroids);
    new CellFinder(rows, Panels.of(rows, cells, DIMENSION), (float) far)
        .find(rows(vectors), 0, vectors.size(), first, second, squares);
    int seconds = 0;
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.get(i);
      List<Integer> ranked = ranked(vector, centroids);
      float[] nearest = centroids.get(ranked.getFirst());
      assertEquals(ranked.getFirst(), first[i]);
      assertEquals(squared(vector, nearest), squares[i], 1e-3);
      if (squared(vector, nearest) <= far) {
        assertEquals(CellFinder.NONE, second[i]);
        continue;
      }
      seconds++;
      List<Integer> neighbors = ranked.subList(1, 1 + CellFinder.NEIGHBORS);
      double least =
          neighbors.stream()
              .mapToDouble(cell -> loss(vector, nearest, centroids.get(cell)))
              .min()
              .orElseThrow();
      assertTrue(neighbors.contains(second[i]));
      assertEquals(least, loss(vector, nearest, centroids.get(second[i])), 1e-3 * least);
    }
    assertTrue(seconds > 0 && seconds < vectors.size(), seconds + " of " + vectors.size());
  }

  @Test
  void secondCellDiffersEvenIfAllCentroidsAreEqual() {
    float[] rows = new float[16 * 2];
    int[] first = new int[1];
    int[] second = new int[1];
    new CellFinder(rows, Panels.of(rows, 16, 2), 0.5f)
        .find(new float[] {1, 1}, 0, 1, first, second, new float[1]);
    assertEquals(0, first[0]);
    assertEquals(1, second[0]);
  }

  /** The loss of SOAR: the squared distance, and the part along the first difference once more. */
  private static double loss(float[] vector, float[] first, float[] second) {
    double parallel = 0;
    for (int t = 0; t < DIMENSION; t++) {
      parallel += (double) (vector[t] - first[t]) * (vector[t] - second[t]);
    }
    return squared(vector, second) + 1.5 * parallel * parallel / squared(vector, first);
  }

  private static List<Integer> ranked(float[] vector, List<float[]> centroids) {
    List<Integer> ranked = new ArrayList<>();
    for (int cell = 0; cell < centroids.size(); cell++) {
      ranked.add(cell);
    }
    ranked.sort(Comparator.comparingDouble(cell -> squared(vector, centroids.get(cell))));
    return ranked;
  }

  private static double squared(float[] a, float[] b) {
    return Vectors.squaredDistance(a, b);
  }

  private static List<float[]> randomVectors(Random random, int count) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(Vectors.random(random, DIMENSION));
    }
    return vectors;
  }

  private static float[] rows(List<float[]> vectors) {
    float[] rows = new float[vectors.size() * DIMENSION];
    for (int i = 0; i < vectors.size(); i++) {
      System.arraycopy(vectors.get(i), 0, rows, i * DIMENSION, DIMENSION);
    }
    return rows;
  }
}
