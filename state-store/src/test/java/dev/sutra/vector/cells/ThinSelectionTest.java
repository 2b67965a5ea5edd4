package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.Vectors;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Codebooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of few selected vectors, each is compared exactly; many are found by their codes. */
// The vectors are set before all tests.
@SuppressWarnings("NullAway.Init")
class ThinSelectionTest {
  private static final float ALL = Float.NEGATIVE_INFINITY;
  private static final int COUNT = 12_000;
  private static final int CELLS = 64;
  private static final int QUERIES = 40;
  private static final int K = 10;
  private static final BitSet NONE = new BitSet();

  private static List<float[]> vectors;
  private static CellCodebook codebook;

  @TempDir Path directory;

  private CellStore store;

  @BeforeAll
  static void train() {
    vectors = Codebooks.clustered(new Random(11), COUNT, 16, 0.9f);
    // Each vector lies in one cell, so that the numbers of estimates are known.
    codebook =
        Codebooks.withFarSquares(
            Codebooks.train(vectors, Similarity.COSINE, CELLS), Float.MAX_VALUE);
  }

  @BeforeEach
  void makeStore() {
    store = new CellStore(directory);
  }

  @AfterEach
  void closeFiles() throws IOException {
    store.close();
  }

  /** So many of the vectors at random places. */
  private static BitSet some(int count) {
    Random random = new Random(count);
    BitSet some = new BitSet();
    while (some.cardinality() < count) {
      some.set(random.nextInt(COUNT));
    }
    return some;
  }

  private ApproximateHits search(CellStore of, int query, SearchEffort effort) {
    return of.search(query(query), Similarity.COSINE, K, ALL, effort);
  }

  private List<ScoredDocument> nearest(int query) {
    return store.exact(query(query), Similarity.COSINE, K, ALL);
  }

  private static float[] query(int number) {
    return Vectors.random(new Random(number), 16);
  }

  @Test
  void fewSelectedAreExactThoughTheirCodesAreNot() throws IOException {
    BitSet selected = some(300);
    BitSet dead = some(3_000);
    store.addSelected(vectors, codebook, dead, selected);
    SearchEffort least = SearchEffort.ofCells(1, 0);
    int missed = 0;
    try (CellStore tested = new CellStore(Files.createDirectory(directory.resolve("tested")))) {
      // The same selection, but as a test of what the codes find.
      tested.addCoded(vectors, codebook, dead, selected::get);
      for (int i = 0; i < QUERIES; i++) {
        ApproximateHits answer = search(store, i, least);
        assertEquals(nearest(i), answer.hits());
        assertTrue(answer.exact());
        assertEquals(0, answer.cells());
        assertEquals(0, answer.scanned());
        missed += nearest(i).equals(search(tested, i, least).hits()) ? 0 : 1;
      }
    }
    assertTrue(missed > QUERIES / 2, missed + " answers of codes alone were wrong");
  }

  /**
   * From 513 on, it depends on the work: a comparison counts as 16 estimates, and the cells to be
   * searched are more by the cube root of how many vectors there are for each selected one.
   */
  @ParameterizedTest
  @CsvSource({
    "512, 1, true",
    "513, 1, false",
    // All 12,000 are estimated.
    "750, 64, true",
    "751, 64, false",
    // 24 cells become 65, so all; 10 become 27.
    "600, 24, true",
    "600, 10, false",
    // 61 cells: 11,437 estimates, as much as 714 comparisons.
    "714, 24, true",
    "715, 24, false",
  })
  void moreAreComparedExactlyIfThatIsAsFast(int selected, int cells, boolean thin)
      throws IOException {
    store.addSelected(vectors, codebook, NONE, some(selected));
    for (int i = 0; i < QUERIES; i++) {
      ApproximateHits answer = search(store, i, SearchEffort.ofCells(cells, 2));
      assertEquals(thin, answer.exact());
      assertEquals(thin, answer.scanned() == 0);
      assertEquals(K, answer.hits().size());
      if (thin) {
        assertEquals(selected, answer.compared());
        assertEquals(nearest(i), answer.hits());
      } else {
        assertTrue(answer.compared() < selected, answer.compared() + " compared");
      }
    }
  }

  @Test
  void aBroadSelectionSearchesMoreCellsByTheirCodes() throws IOException {
    store.addSelected(vectors, codebook, NONE, some(COUNT / 8));
    long cells = 0;
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      ApproximateHits answer = search(store, i, SearchEffort.ofCells(8, 2));
      assertFalse(answer.exact());
      assertTrue(answer.scanned() > 0);
      assertTrue(answer.compared() < COUNT / 16, answer.compared() + " compared");
      assertTrue(answer.hits().stream().allMatch(store::isWanted));
      cells += answer.cells();
      found += (int) nearest(i).stream().filter(answer.hits()::contains).count();
    }
    // The cube root of 8 is 2. How sparse what passes is, a search learns from its candidates.
    assertEquals(16, (double) cells / QUERIES, 2);
    assertTrue(found > 0.7 * K * QUERIES, found + " found");
  }

  @Test
  void eachSourceIsSearchedByItsOwnSelection() throws IOException {
    int half = COUNT / 2;
    BitSet odd = new BitSet();
    for (int i = 1; i < half; i += 2) {
      odd.set(i);
    }
    BitSet few = some(900).get(0, half);
    store.addSelected(vectors.subList(0, half), codebook, NONE, few);
    store.addSelected(vectors.subList(half, COUNT), codebook, NONE, odd);
    for (int i = 0; i < QUERIES; i++) {
      ApproximateHits answer = search(store, i, SearchEffort.ofCells(1, 0));
      assertFalse(answer.exact());
      assertTrue(answer.scanned() > 0);
      assertTrue(answer.compared() >= few.cardinality(), answer.compared() + " compared");
      // Nothing of the first source is missed.
      for (ScoredDocument hit : nearest(i)) {
        assertTrue(hit.source() > 0 || answer.hits().contains(hit), () -> hit + " of " + answer);
      }
    }
  }
}
