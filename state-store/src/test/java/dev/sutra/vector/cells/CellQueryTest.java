package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorQuery;
import dev.sutra.vector.Vectors;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Codebooks;
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
    List<float[]> vectors = Codebooks.clustered(random, 600, 12, 0.7f);
    CellCodebook codebook = Codebooks.train(vectors, similarity, CELLS);
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
        float[] centroid = Codebooks.centroid(codebook, cell);
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
    List<float[]> vectors = Codebooks.clustered(new Random(5), 600, 12, 0.7f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.DOT_PRODUCT, CELLS);
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
