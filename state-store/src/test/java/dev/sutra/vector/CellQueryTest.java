package dev.sutra.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellQueryTest {
  private static final int CELLS = 150;

  @ParameterizedTest
  @EnumSource
  void cellsComeInOrderOfTheirCloseness(Similarity similarity) {
    Random random = new Random(Vectors.printedSeed("cell query"));
    List<float[]> vectors = CellStore.clustered(random, 600, 12, 0.7f);
    CellCodebook codebook = CellStore.train(vectors, similarity, CELLS);
    CellQuery query = new CellQuery();
    for (int i = 0; i < 3; i++) {
      float[] vector = new float[12];
      VectorQuery.of(vectors.get(i), similarity).copyScaled(vector);
      query.prepare(codebook, vector, 50);
      BitSet given = new BitSet();
      double last = Double.POSITIVE_INFINITY;
      for (int rank = 0; rank < CELLS; rank++) {
        int cell = query.nextCell();
        assertTrue(cell < CELLS && !given.get(cell), "cell " + cell + " at rank " + rank);
        given.set(cell);
        float[] centroid = Arrays.copyOfRange(codebook.centroids(), cell * 12, (cell + 1) * 12);
        double closeness =
            similarity == Similarity.EUCLIDEAN
                ? -Vectors.squaredDistance(vector, centroid)
                : Vectors.dot(vector, centroid);
        assertTrue(closeness <= last + 1e-4, closeness + " behind " + last);
        last = closeness;
      }
    }
  }

  @Test
  void aQueryBeyondTheRangeOfFloatsStillGetsAllCells() {
    List<float[]> vectors = CellStore.clustered(new Random(5), 600, 12, 0.7f);
    CellCodebook codebook = CellStore.train(vectors, Similarity.DOT_PRODUCT, CELLS);
    float[] vector = Vectors.filled(12, 3e38f);
    vector[0] = -3e38f;
    CellQuery query = new CellQuery();
    query.prepare(codebook, vector, 50);
    BitSet given = new BitSet();
    for (int rank = 0; rank < CELLS; rank++) {
      given.set(query.nextCell());
    }
    assertEquals(CELLS, given.cardinality());
  }
}
