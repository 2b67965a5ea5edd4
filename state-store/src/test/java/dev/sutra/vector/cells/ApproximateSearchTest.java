package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.Vectors;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Codebooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ApproximateSearchTest {
  private static final float ALL = Float.NEGATIVE_INFINITY;
  private static final SearchEffort EVERYTHING = SearchEffort.ofCells(CellCodebook.CELLS_MAX, 1000);
  private static final BitSet NONE = new BitSet();

  @TempDir Path directory;

  private CellStore store;

  @BeforeEach
  void makeStore() {
    store = new CellStore(directory);
  }

  @AfterEach
  void closeFiles() throws IOException {
    store.close();
  }

  private static BitSet randomBits(Random random, int count, int percent) {
    BitSet bits = new BitSet();
    for (int i = 0; i < count; i++) {
      bits.set(i, random.nextInt(100) < percent);
    }
    return bits;
  }

  @ParameterizedTest
  @CsvSource({"COSINE, 24", "DOT_PRODUCT, 96", "EUCLIDEAN, 130", "COSINE, 3", "EUCLIDEAN, 384"})
  void allCellsAndWideBoundsGiveTheExactAnswer(Similarity similarity, int dimension)
      throws IOException {
    Random random = new Random(Vectors.printedSeed("approximate everything"));
    List<float[]> vectors = Codebooks.clustered(random, 2500, dimension, 0.5f);
    CellCodebook codebook = Codebooks.train(vectors, similarity, 32);
    CellCodebook older = Codebooks.train(vectors.subList(0, 1200), similarity, 16);
    // Two codebooks side by side, and fresh vectors without codes.
    store.addCoded(
        vectors.subList(0, 1500), codebook, randomBits(random, 1500, 20), i -> i % 3 > 0);
    store.addCoded(vectors.subList(1500, 2400), older, randomBits(random, 900, 20), i -> true);
    store.addExact(vectors.subList(2400, 2500), similarity, NONE, i -> i % 2 > 0);
    for (int i = 0; i < 40; i++) {
      float[] query = i % 2 > 0 ? vectors.get(i) : Vectors.random(random, dimension);
      int k = 1 + random.nextInt(30);
      ApproximateHits answer = store.search(query, similarity, k, ALL, EVERYTHING);
      assertEquals(store.exact(query, similarity, k, ALL), answer.hits());
      assertFalse(answer.exact());
      assertEquals(48, answer.cells());
      // Those that lie in two cells were estimated twice and compared once.
      assertTrue(answer.scanned() > 2400, answer.scanned() + " scanned");
      assertTrue(answer.compared() <= 2500, answer.compared() + " compared");
      float minScore = answer.hits().get(k / 2).score();
      assertEquals(
          store.exact(query, similarity, k, minScore),
          store.search(query, similarity, k, minScore, EVERYTHING).hits());
    }
  }

  @ParameterizedTest
  @EnumSource
  void hitsAreLiveWantedDifferentAndCarryTheirExactScore(Similarity similarity) throws IOException {
    Random random = new Random(Vectors.printedSeed("approximate hits"));
    List<float[]> vectors = Codebooks.clustered(random, 3000, 48, 0.6f);
    CellCodebook codebook = Codebooks.train(vectors, similarity, 32);
    store.addCoded(vectors, codebook, randomBits(random, 3000, 40), i -> i % 7 > 0);
    for (int i = 0; i < 50; i++) {
      float[] query = vectors.get(random.nextInt(3000));
      List<ScoredDocument> hits =
          store.search(query, similarity, 10, ALL, SearchEffort.ofCells(2, 1)).hits();
      assertEquals(10, hits.size());
      Set<Integer> documents = new HashSet<>();
      float last = Float.POSITIVE_INFINITY;
      for (ScoredDocument hit : hits) {
        assertTrue(store.isWanted(hit));
        assertTrue(documents.add(hit.document()));
        assertEquals(similarity.score(query, store.vector(hit)), hit.score());
        assertTrue(hit.score() <= last);
        last = hit.score();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "10", "100", "1000"})
  void filtersReturnAsManyAsThereAre(int oneOf) throws IOException {
    Random random = new Random(Vectors.printedSeed("approximate filters"));
    List<float[]> vectors = Codebooks.clustered(random, 3000, 32, 0.6f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 32);
    store.addCoded(vectors, codebook, NONE, i -> i % oneOf == 0);
    int matching = (3000 + oneOf - 1) / oneOf;
    for (int i = 0; i < 20; i++) {
      ApproximateHits answer =
          store.search(vectors.get(i), Similarity.COSINE, 10, ALL, SearchEffort.ofRecall(0.9));
      assertEquals(Math.min(10, matching), answer.hits().size());
      assertTrue(answer.hits().stream().allMatch(store::isWanted));
    }
  }

  @Test
  void aFilterThatMatchesNothingGivesNothing() throws IOException {
    List<float[]> vectors = Codebooks.clustered(new Random(1), 1500, 16, 0.6f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 16);
    store.addCoded(vectors, codebook, NONE, i -> false);
    ApproximateHits answer =
        store.search(vectors.get(3), Similarity.COSINE, 10, ALL, SearchEffort.ofRecall(0.9));
    assertEquals(List.of(), answer.hits());
  }

  @ParameterizedTest
  @EnumSource
  void theWantedRecallIsReachedOnAverage(Similarity similarity) throws IOException {
    Random random = new Random(Vectors.printedSeed("approximate recall"));
    List<float[]> vectors = Codebooks.clustered(random, 6000, 64, 0.7f);
    CellCodebook codebook = Codebooks.train(vectors, similarity, 64);
    store.addCoded(vectors, codebook, NONE, i -> true);
    for (double wanted : new double[] {0.9, 0.97}) {
      int found = 0;
      for (int i = 0; i < 200; i++) {
        float[] query = vectors.get(i).clone();
        for (int t = 0; t < query.length; t++) {
          query[t] += (float) (0.1 * random.nextGaussian());
        }
        List<ScoredDocument> hits =
            new ArrayList<>(
                store.search(query, similarity, 10, ALL, SearchEffort.ofRecall(wanted)).hits());
        hits.retainAll(store.exact(query, similarity, 10, ALL));
        found += hits.size();
      }
      assertTrue(found / 2000.0 >= wanted - 0.05, found / 2000.0 + " of " + wanted);
    }
  }

  @Test
  void fewCellsAreFewerScans() throws IOException {
    List<float[]> vectors = Codebooks.clustered(new Random(1), 3000, 32, 0.6f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 32);
    store.addCoded(vectors, codebook, NONE, i -> true);
    ApproximateHits answer =
        store.search(vectors.get(3), Similarity.COSINE, 10, ALL, SearchEffort.ofCells(4, 2));
    assertEquals(4, answer.cells());
    assertTrue(answer.scanned() < 1500, answer.scanned() + " scanned");
    assertTrue(answer.compared() < answer.scanned());
  }

  @Test
  void withoutCodesTheAnswerIsExact() {
    List<float[]> vectors = Codebooks.clustered(new Random(1), 100, 16, 0.6f);
    store.addExact(vectors, Similarity.COSINE, NONE, i -> true);
    ApproximateHits answer =
        store.search(vectors.get(3), Similarity.COSINE, 10, ALL, SearchEffort.ofRecall(0.5));
    assertTrue(answer.exact());
    assertEquals(store.exact(vectors.get(3), Similarity.COSINE, 10, ALL), answer.hits());
    assertEquals(100, answer.compared());
  }

  @Test
  void emptyTableFindsNothing() {
    ApproximateHits answer =
        store.search(new float[] {1}, Similarity.COSINE, 10, ALL, SearchEffort.ofRecall(0.9));
    assertTrue(answer.exact());
    assertEquals(List.of(), answer.hits());
  }

  @Test
  void badInputIsNamed() throws IOException {
    List<float[]> vectors = Codebooks.clustered(new Random(1), 1500, 16, 0.6f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 16);
    store.addCoded(vectors, codebook, NONE, i -> true);
    SearchEffort effort = SearchEffort.ofRecall(0.9);
    float[] query = vectors.get(0);
    assertThrows(
        IllegalArgumentException.class,
        () -> store.search(query, Similarity.COSINE, 0, ALL, effort));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.search(query, Similarity.COSINE, 1, Float.NaN, effort));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.search(query, Similarity.EUCLIDEAN, 1, ALL, effort));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.search(new float[15], Similarity.COSINE, 1, ALL, effort));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.search(new float[16], Similarity.COSINE, 1, ALL, effort));
    assertThrows(IllegalArgumentException.class, () -> SearchEffort.ofRecall(0.4));
    assertThrows(IllegalArgumentException.class, () -> SearchEffort.ofRecall(1.1));
    assertThrows(IllegalArgumentException.class, () -> SearchEffort.ofCells(0, 2));
    assertThrows(IllegalArgumentException.class, () -> SearchEffort.ofCells(1, -1));
  }
}
