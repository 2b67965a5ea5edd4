package dev.sutra.engine;

import static dev.sutra.engine.VectorStore.query;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Concept;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearest vectors by the codes of a store's segments. */
class SimilarCellsTest {
  private static VectorStore store(Similarity similarity) throws IOException {
    return new VectorStore(11, similarity, VectorStore.LIMITS);
  }

  @ParameterizedTest
  @EnumSource
  void searchByCodesReachesTheWantedRecall(Similarity similarity) throws IOException {
    try (VectorStore store = store(similarity)) {
      store.put(0, 3_000);
      assertTrue(store.similar(query(store.vector(), 10)).exact());
      store.train();
      SimilarHits hits = store.similar(query(store.vector(), 10).withTargetRecall(0.8));
      assertFalse(hits.exact());
      assertTrue(hits.scan().cells() > 0 && hits.scan().cells() < 80, hits.scan().toString());
      assertTrue(hits.scan().estimated() < 3_000, hits.scan().toString());
      assertTrue(hits.scan().compared() < hits.scan().estimated(), hits.scan().toString());
      assertTrue(store.recall(200, 0.98) > 0.95);
      assertTrue(store.recall(50, 1) > 0.99);
      SimilarQuery exact = new SimilarQuery(store.vector(), 20, 0, true, null);
      assertTrue(store.similar(exact).exact());
      assertEquals(1, store.check(exact, store.similar(exact), concept -> true));
      assertTrue(store.report().isClean());
      assertTrue(store.recall(100, 0.98) > 0.95);
    }
  }

  @Test
  void freshOnesAreFoundAtOnceAndReplacedOnesNever() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 2_000);
      store.train();
      for (int i = 0; i < 50; i++) {
        float[] before = store.vectorOf(i);
        store.put(i, i + 1);
        float[] after = store.vectorOf(i);
        SimilarQuery nearNew = query(after, 1);
        assertEquals(VectorStore.id(i), store.similar(nearNew).items().getFirst().id());
        SimilarQuery nearOld = query(before, 10);
        store.check(nearOld, store.similar(nearOld), concept -> true);
        store.delete(1_000 + i);
        store.check(nearOld, store.similar(nearOld), concept -> true);
      }
    }
  }

  @Test
  void churnCostsNoRecall() throws IOException {
    try (VectorStore churned = store(Similarity.COSINE);
        VectorStore fresh = store(Similarity.COSINE)) {
      churned.put(0, 4_000);
      churned.train();
      for (int part = 0; part < 8; part++) {
        for (int i = 0; i < 100; i++) {
          churned.put(500 * part + i, 500 * part + i + 1);
          churned.delete(500 * part + 200 + i);
        }
        churned.engine.flush();
      }
      for (Concept concept : churned.concepts.values()) {
        fresh.engine.put(concept);
        fresh.concepts.put(concept.id(), concept);
      }
      fresh.train();
      // The recall of two codebooks of so few vectors differs by a point.
      List<float[]> queries = Stream.generate(churned::vector).limit(400).toList();
      double wanted = fresh.recall(queries, 0.95);
      double scattered = churned.recall(queries, 0.95);
      assertTrue(scattered >= wanted - 0.015, scattered + " instead of " + wanted);
      churned.engine.compact();
      double merged = churned.recall(queries, 0.95);
      assertTrue(merged >= wanted - 0.015, merged + " instead of " + wanted);
      assertTrue(churned.report().isClean());
    }
  }

  @Test
  void mergesReuseExistingCodes() throws IOException {
    try (VectorStore store = store(Similarity.EUCLIDEAN)) {
      store.put(0, 1_000);
      store.train();
      for (int i = 1; i < 12; i++) {
        store.put(500 * i, 500 * i + 700);
        store.delete(500 * i - 100);
        store.engine.flush();
      }
      store.engine.compact();
      assertEquals(1, store.engine.stats().segments());
      assertTrue(store.recall(100, 0.98) > 0.95);
      assertTrue(store.report().isClean());
    }
  }

  @Test
  void segmentsOfAnOlderCodebookAreSearchedWithIt() throws IOException {
    TreeLimits limits =
        new TreeLimits(24, 48, 3, 1, 10, new CodingLimits(64, 256, Integer.MAX_VALUE));
    try (VectorStore store = new VectorStore(3, Similarity.COSINE, limits)) {
      store.put(0, 1_500);
      store.train();
      try (Snapshot old = store.engine.snapshot()) {
        store.put(1_500, 3_000);
        store.train();
        assertEquals(1, store.codebooks().size(), "the older one is not needed");
        // A pinned segment keeps the codebook that it was encoded with.
        SimilarHits hits = old.similar(query(store.vector(), 10));
        assertFalse(hits.exact());
        assertEquals(10, hits.items().size());
      }
      assertTrue(store.recall(100, 0.98) > 0.95);
    }
  }

  @Test
  void codebooksAreTrainedAutomatically() throws IOException {
    TreeLimits limits = new TreeLimits(24, 48, 3, 1, 10, new CodingLimits(64, 64, 400));
    try (VectorStore store = new VectorStore(3, Similarity.COSINE, limits)) {
      store.put(0, 300);
      store.engine.flush();
      assertEquals(List.of(), store.codebooks());
      store.put(300, 500);
      store.engine.flush();
      await().until(() -> store.codebooks().size() == 1);
      store.awaitCoded();
      String first = store.codebooks().getFirst();
      store.put(500, 1_000);
      store.engine.flush();
      store.awaitCoded();
      assertEquals(List.of(first), store.codebooks());
      store.put(1_000, 2_600);
      store.engine.flush();
      await().until(() -> !store.codebooks().contains(first));
      store.awaitCoded();
      assertTrue(store.recall(100, 0.98) > 0.95);
      assertTrue(store.report().isClean());
    }
  }

  @Test
  void encodingWaitsForAPauseOfTheWrites() throws IOException {
    CodingLimits coding = new CodingLimits(64, 64, 400, 1_500);
    try (VectorStore store =
        new VectorStore(3, Similarity.COSINE, new TreeLimits(24, 48, 3, 1, 10, coding))) {
      store.put(0, 1_000);
      store.engine.flush();
      assertEquals(List.of(), store.codebooks(), "the store was opened just now");
      assertTrue(store.similar(query(store.vector(), 10)).exact());
      // Nothing more is written: the codes come without a further flush.
      await().until(() -> !store.codebooks().isEmpty());
      store.awaitCoded();
      assertTrue(store.recall(100, 0.98) > 0.95);
    }
  }

  @Test
  void encodingIsNotDeferredForMoreVectorsThanTheLimit() throws IOException {
    CodingLimits coding = new CodingLimits(64, 64, 400, 1_500);
    try (VectorStore store =
        new VectorStore(3, Similarity.COSINE, new TreeLimits(24, 48, 3, 1, 10, coding))) {
      int to = 0;
      while (store.codebooks().isEmpty()) {
        // Each flush follows the last one so soon that the writes never pause.
        store.put(to, to + 100);
        store.engine.flush();
        to += 100;
        assertTrue(to < 20_000, "nothing is trained while the writes go on");
      }
      assertTrue(to > 1_000, "trained at " + to);
    }
  }

  @Test
  void newCodebookIsTrainedForAnotherDistribution() throws IOException {
    TreeLimits limits = new TreeLimits(24, 48, 3, 1, 10, new CodingLimits(64, 64, 900));
    try (VectorStore store = new VectorStore(3, Similarity.COSINE, limits)) {
      store.put(0, 1_000);
      store.engine.flush();
      await().until(() -> store.codebooks().size() == 1);
      store.awaitCoded();
      String first = store.codebooks().getFirst();
      // As many again, around other directions: not yet four times as many.
      store.moveCentres();
      store.put(1_000, 2_000);
      store.engine.flush();
      await().until(() -> !store.codebooks().contains(first));
      store.awaitCoded();
      assertTrue(store.recall(100, 0.98) > 0.95);
    }
  }

  @Test
  void theSameVectorsGiveTheSameCodebook() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 1_000);
      store.train();
      List<String> one = store.codebooks();
      store.train();
      assertEquals(one, store.codebooks());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void filtersGiveAsManyAsThereAre(boolean coded) throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 6_000);
      store.engine.flush();
      store.put(6_000, 6_300);
      if (coded) {
        store.train();
        store.put(6_300, 6_400);
      }
      checkFilter(store, new ConceptFilter(Map.of(), 0, 3_199, null), c -> c.updatedAt() < 3_200);
      checkFilter(store, attribute("tenth", 3L), c -> c.updatedAt() % 10 == 3);
      checkFilter(store, attribute("hundredth", 3L), c -> c.updatedAt() % 100 == 3);
      checkFilter(store, attribute("thousandth", 3L), c -> c.updatedAt() % 1_000 == 3);
      checkFilter(
          store,
          new ConceptFilter(Map.of(), Long.MIN_VALUE, Long.MAX_VALUE, "odd/1"),
          c -> c.id().startsWith("odd/1"));
      checkFilter(
          store,
          new ConceptFilter(Map.of("tenth", 4L, "hundredth", 14L), 1_000, 5_000, "even/"),
          c -> c.updatedAt() % 100 == 14 && c.updatedAt() >= 1_000 && c.updatedAt() <= 5_000);
    }
  }

  private static ConceptFilter attribute(String name, Object value) {
    return new ConceptFilter(Map.of(name, value), Long.MIN_VALUE, Long.MAX_VALUE, null);
  }

  private static void checkFilter(
      VectorStore store, ConceptFilter filter, Predicate<Concept> expected) {
    double recall = 0;
    for (int i = 0; i < 40; i++) {
      SimilarQuery query = query(store.vector(), 10).withFilter(filter);
      recall += store.check(query, store.similar(query), expected) / 40;
    }
    assertTrue(recall > 0.95, filter + ": " + recall);
    SimilarQuery exact =
        new SimilarQuery(store.vector(), 10, Float.NEGATIVE_INFINITY, true, null)
            .withTargetRecall(0.9)
            .withFilter(filter);
    assertEquals(1, store.check(exact, store.similar(exact), expected));
  }

  @Test
  void aFilterThatMatchesNothingGivesNothingAndSaysSo() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 2_000);
      store.train();
      SimilarHits hits =
          store.similar(query(store.vector(), 10).withFilter(attribute("tenth", "3")));
      assertEquals(List.of(), hits.items());
      assertTrue(hits.exact());
      assertEquals(0, hits.scan().estimated());
      assertEquals(0, hits.scan().compared());
    }
  }

  @Test
  void minScoreAndExcludedOnesHoldForCodesToo() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 2_000);
      store.train();
      float[] vector = store.vectorOf(7);
      float minScore = store.nearest(vector, 9, concept -> true).getLast().score();
      SimilarHits hits =
          store.similar(new SimilarQuery(vector, 20, minScore, false, VectorStore.id(7)));
      assertFalse(hits.items().isEmpty());
      assertTrue(hits.items().size() <= 8);
      for (Hit hit : hits.items()) {
        assertTrue(hit.score() >= minScore);
        assertNotEquals(VectorStore.id(7), hit.id());
      }
    }
  }

  @Test
  void identicalVectorsAreAllFound() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      float[] vector = store.vector();
      for (int i = 0; i < 600; i++) {
        Concept concept = Concept.builder("c" + i).vector(vector.clone()).build();
        store.engine.put(concept);
        store.concepts.put(concept.id(), concept);
      }
      store.train();
      SimilarQuery query = query(vector, 500);
      assertEquals(1, store.check(query, store.similar(query), concept -> true), 0.2);
      assertTrue(store.report().isClean());
    }
  }

  @Test
  void sampledResultsAreVerifiedExactlyAndGiveTheRecall() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 2_000);
      store.engine.flush();
      assertTrue(Double.isNaN(store.engine.stats().similarity().recall()));
      assertEquals(2_000, store.engine.stats().similarity().vectors());
      assertEquals(0, store.engine.stats().similarity().coded());
      store.train();
      await()
          .until(
              () -> {
                for (int i = 0; i < 70; i++) {
                  store.similar(query(store.vector(), 10).withTargetRecall(0.9));
                }
                return store.engine.stats().similarity().probes() > 1;
              });
      SimilarityStats stats = store.engine.stats().similarity();
      assertEquals(10 * stats.probes(), stats.probedHits());
      assertTrue(stats.recall() > 0.6 && stats.recall() <= 1, stats.toString());
      assertEquals(2_000, stats.coded());
      assertEquals(0, stats.damaged());
      assertTrue(stats.residentBytesPerVector() < 60, stats.toString());
      assertTrue(stats.diskBytes() > 2_000 * 4 * VectorStore.DIMENSION, stats.toString());
    }
  }

  @Test
  void badInputIsNamed() throws IOException {
    try (VectorStore store = store(Similarity.COSINE)) {
      store.put(0, 255);
      String tooFew =
          assertThrows(IllegalStateException.class, store.engine::trainQuantizer).getMessage();
      assertEquals("255 vectors are too few to learn from; 256 are needed", tooFew);
      store.put(255, 400);
      store.train();
      float[] vector = store.vector();
      assertThrows(IllegalArgumentException.class, () -> query(vector, 0));
      assertThrows(IllegalArgumentException.class, () -> query(vector, 1_001));
      assertThrows(
          IllegalArgumentException.class, () -> query(vector, 1).withTargetRecall(Double.NaN));
      assertThrows(IllegalArgumentException.class, () -> query(vector, 1).withTargetRecall(0.4));
      assertThrows(IllegalArgumentException.class, () -> query(vector, 1).withTargetRecall(1.1));
      assertThrows(IllegalArgumentException.class, () -> query(new float[] {Float.NaN, 1}, 1));
      SimilarQuery shorter = query(new float[] {1}, 1);
      assertThrows(IllegalArgumentException.class, () -> store.similar(shorter));
      SimilarQuery zero = query(new float[VectorStore.DIMENSION], 1);
      assertThrows(IllegalArgumentException.class, () -> store.similar(zero));
      assertThrows(IllegalArgumentException.class, () -> new ConceptFilter(Map.of(), 2, 1, null));
      assertThrows(IllegalArgumentException.class, () -> attribute("a", List.of()));
    }
  }
}
