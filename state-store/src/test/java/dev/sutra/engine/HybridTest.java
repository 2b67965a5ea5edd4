package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHit.Place;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hybrid queries on a store with texts, vectors and associations, in memory and in segments. */
// Fields are set by open().
@SuppressWarnings("NullAway.Init")
final class HybridTest {
  private static final int CONCEPTS = 400;
  private static final float[] VECTOR = {1, 0.5f};

  @TempDir Path directory;
  private StorageEngine engine;

  @BeforeEach
  void open() throws Exception {
    engine = StorageEngine.open(directory, EngineOptions.standalone(2));
    Random random = new Random(3);
    for (int i = 0; i < CONCEPTS; i++) {
      String text = "word" + random.nextInt(9) + " word" + random.nextInt(9);
      engine.put(
          Concept.builder("c" + i)
              .text(text)
              .vector(new float[] {random.nextFloat() + 0.01f, random.nextFloat()})
              .attribute("even", i % 2 == 0)
              .strength(random.nextFloat())
              .updatedAt(i)
              .build());
      engine.associate(
          Association.of("c" + random.nextInt(40), "T", "c" + i, random.nextFloat(), i));
      if (i == CONCEPTS / 2) {
        engine.flush();
      }
    }
    engine.associate(Association.of("c1", "T", "nobody", 1, 0));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private HybridHits hybrid(HybridQuery query) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.hybrid(query);
    }
  }

  @Test
  void eachRankingIsThatOfItsOwnQuery() {
    for (String condition : List.of("", "even = true", "updated_at < 300 and not even = true")) {
      ConceptFilter parsed =
          condition.isEmpty() ? ConceptFilter.NONE : ConceptFilter.parse(condition);
      HybridHits hits =
          hybrid(
              HybridQuery.builder()
                  .text("word3")
                  .vector(VECTOR)
                  .anchors(List.of("c1", "c2"))
                  .fusion(Fusion.RRF)
                  .limit(50)
                  .filter(parsed)
                  .build());
      assertTrue(hits.exact());
      assertEquals(50, hits.items().size());
      List<Hit> texts;
      List<Hit> vectors;
      try (Snapshot snapshot = engine.snapshot()) {
        texts = snapshot.search(new TextSearch("word3", 200, null).withFilter(parsed));
        vectors =
            snapshot
                .similar(
                    new SimilarQuery(VECTOR, 200, Float.NEGATIVE_INFINITY, true, null)
                        .withFilter(parsed))
                .items();
      }
      int graph = 0;
      for (HybridHit hit : hits.items()) {
        double sum = 0;
        for (Map.Entry<Ranking, Place> place : hit.places().entrySet()) {
          int rank = place.getValue().rank();
          sum += 1.0 / (60 + rank);
          if (place.getKey() == Ranking.TEXT) {
            assertEquals(texts.get(rank - 1).id(), hit.id());
          } else if (place.getKey() == Ranking.VECTOR) {
            assertEquals(vectors.get(rank - 1).id(), hit.id());
          } else {
            graph++;
          }
        }
        assertEquals(sum, hit.score(), 1e-12);
        try (Snapshot snapshot = engine.snapshot()) {
          Concept concept = snapshot.concept(hit.id());
          assertTrue(concept != null && parsed.matches(concept), hit.id());
        }
      }
      assertTrue(graph > 3, "the graph counts: " + graph);
    }
  }

  @Test
  void whatIsNoItemIsInNoRanking() {
    List<String> ids = ids(hybrid(near("c1").build()));
    assertFalse(ids.contains("c1"), "an anchor");
    assertFalse(ids.contains("nobody"), "a concept that does not exist");
    assertTrue(ids.size() > 5);
    HybridHits without =
        hybrid(near(ids.get(0)).text("word3").vector(VECTOR).excludedId(ids.get(5)).build());
    assertFalse(ids(without).contains(ids.get(5)), "the excluded one");
    assertTrue(ids(without).size() > 300);
  }

  private static HybridQuery.Builder near(String anchor) {
    return HybridQuery.builder().anchors(List.of(anchor)).limit(1000);
  }

  private static List<String> ids(HybridHits hits) {
    return hits.items().stream().map(HybridHit::id).toList();
  }

  @Test
  void anEmptyQueryIsRefused() {
    HybridQuery empty = HybridQuery.builder().excludedId("c1").build();
    assertTrue(empty.isEmpty());
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> hybrid(empty));
    assertEquals("one of text, vector and anchors must be given", e.getMessage());
  }

  @Test
  void aQueryIsBuiltAgainFromItsParts() {
    HybridQuery query =
        HybridQuery.builder()
            .text("word3")
            .vector(VECTOR)
            .anchors(List.of("c1"))
            .excludedId("c2")
            .weight(Ranking.GRAPH, 3)
            .fusion(Fusion.RRF)
            .limit(7)
            .filter(ConceptFilter.parse("id ^ c"))
            .boosts(new Boosts(1, 2, 3, 4))
            .diversity(0.5)
            .detail(Detail.VECTOR)
            .build();
    assertEquals(query, query.toBuilder().build());
    assertFalse(query.equals(query.toBuilder().limit(8).build()));
  }

  @Test
  void boostsAndDiversityReadWhatTheyNeed() {
    HybridQuery.Builder plain = HybridQuery.builder().text("word3 word4").vector(VECTOR).limit(20);
    HybridHits unchanged = hybrid(plain.build());
    HybridQuery all =
        plain
            .weight(Ranking.TEXT, 2)
            .fusion(Fusion.LINEAR)
            .boosts(new Boosts(1, 1, 100, CONCEPTS))
            .diversity(0.4)
            .detail(Detail.CONCEPT)
            .build();
    List<String> ids = new ArrayList<>();
    for (HybridHit hit : hybrid(all).items()) {
      ids.add(hit.id());
      Concept carried = Objects.requireNonNull(hit.concept());
      assertNull(carried.vector());
      assertEquals(hit.text(), carried.text());
    }
    assertEquals(20, ids.stream().distinct().count());
    assertFalse(ids.equals(ids(unchanged)), "the order is another one");
  }
}
