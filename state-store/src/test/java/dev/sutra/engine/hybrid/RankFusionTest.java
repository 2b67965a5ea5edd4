package dev.sutra.engine.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHit.Place;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RankFusionTest {
  private static final Map<Ranking, List<Hit>> RANKINGS =
      Map.of(
          Ranking.TEXT, List.of(hit("a", 9), hit("b", 5), hit("c", 1)),
          Ranking.VECTOR, List.of(hit("c", 0.9f), hit("d", 0.8f), hit("a", 0.5f)));

  private static Hit hit(String id, float score) {
    return new Hit(id, "text of " + id, score);
  }

  private static HybridQuery query(
      Fusion fusion,
      int limit,
      Map<Ranking, Double> weights,
      Boosts boosts,
      double diversity,
      Detail detail) {
    HybridQuery.Builder query =
        HybridQuery.builder()
            .text("words")
            .fusion(fusion)
            .limit(limit)
            .boosts(boosts)
            .diversity(diversity)
            .detail(detail);
    weights.forEach(query::weight);
    return query.build();
  }

  private static HybridQuery query(Fusion fusion, int limit) {
    return query(fusion, limit, Map.of(), Boosts.NONE, 0, Detail.TEXT);
  }

  /** Fuses rankings, of which only the one by vector is incomplete. */
  private static List<HybridHit> fuse(HybridQuery query, Map<Ranking, List<Hit>> rankings) {
    Map<Ranking, RankedHits> ranked = new HashMap<>();
    rankings.forEach(
        (ranking, items) -> ranked.put(ranking, new RankedHits(items, ranking != Ranking.VECTOR)));
    return RankFusion.fuse(query, ranked);
  }

  private static List<String> ids(List<HybridHit> hits) {
    return hits.stream().map(HybridHit::id).toList();
  }

  @Test
  void reciprocalRanksAreAdded() {
    List<HybridHit> hits = fuse(query(Fusion.RRF, 10), RANKINGS);
    // a: ranks 1 and 3, c: 3 and 1. Equal scores are ordered by id.
    assertEquals(List.of("a", "c", "b", "d"), ids(hits));
    assertEquals(1.0 / 61 + 1.0 / 63, hits.getFirst().score());
    assertEquals(
        Map.of(Ranking.TEXT, new Place(1, 9), Ranking.VECTOR, new Place(3, 0.5)),
        hits.getFirst().places());
    assertEquals(Map.of(Ranking.TEXT, new Place(2, 5)), hits.get(2).places());
    assertEquals("text of b", hits.get(2).text());
    assertEquals(List.of("a", "c"), ids(fuse(query(Fusion.RRF, 2), RANKINGS)));
  }

  @Test
  void weightsCount() {
    HybridQuery vectorsFirst =
        query(Fusion.RRF, 10, Map.of(Ranking.VECTOR, 3.0), Boosts.NONE, 0, Detail.TEXT);
    List<HybridHit> hits = fuse(vectorsFirst, RANKINGS);
    assertEquals(List.of("c", "a", "d", "b"), ids(hits));
    assertEquals(1.0 / 63 + 3.0 / 61, hits.getFirst().score());
  }

  @Test
  void scoresAreAddedInStandardDeviations() {
    List<HybridHit> hits = fuse(query(Fusion.LINEAR, 10), RANKINGS);
    Map<String, Double> scores = new HashMap<>();
    hits.forEach(hit -> scores.put(hit.id(), Math.rint(hit.score() * 1e4) / 1e4));
    // Text: 9, 5, 1 above 0, whose deviation is 3.2660; vectors: .4, .3, 0 above .5, and .1700.
    assertEquals(Map.of("a", 1.9290, "b", 1.0717, "c", 2.5677, "d", 1.7650), scores);
  }

  @Test
  void aRankingOfEqualScoresAddsItsWeight() {
    List<Hit> equal = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      equal.add(hit("c" + i, 0.1f));
    }
    for (HybridHit hit : fuse(query(Fusion.LINEAR, 10), Map.of(Ranking.TEXT, equal))) {
      assertEquals(0.7, hit.score());
    }
    HybridQuery weighed =
        query(Fusion.LINEAR, 1, Map.of(Ranking.TEXT, 3.0), Boosts.NONE, 0, Detail.TEXT);
    assertEquals(3.0, fuse(weighed, Map.of(Ranking.TEXT, equal)).getFirst().score());
  }

  @Test
  void aShortRankingCountsAsOneThatEndsWithZeros() {
    List<Hit> one = List.of(hit("only", 8));
    List<Hit> zeros = List.of(hit("only", 8), hit("x", 0), hit("y", 0), hit("z", 0));
    List<Hit> vectors = List.of(hit("p", 0.9f), hit("q", 0.8f), hit("r", 0.3f), hit("only", 0.1f));
    HybridQuery query = query(Fusion.LINEAR, 10);
    double score = scoreOf("only", query, one, vectors);
    assertEquals(scoreOf("only", query, zeros, vectors), score);
    assertEquals(0.7 * 8 / Math.sqrt(12), score, 1e-9);
  }

  private static double scoreOf(String id, HybridQuery query, List<Hit> texts, List<Hit> vectors) {
    return fuse(query, Map.of(Ranking.TEXT, texts, Ranking.VECTOR, vectors)).stream()
        .filter(hit -> hit.id().equals(id))
        .findFirst()
        .orElseThrow()
        .score();
  }

  private static Concept concept(String id, float strength, long updatedAt, float... vector) {
    return Concept.builder(id).strength(strength).updatedAt(updatedAt).vector(vector).build();
  }

  private static Hit carrying(Concept concept, float score) {
    return new Hit(concept.id(), concept.text(), score, concept);
  }

  @Test
  void strongAndRecentConceptsAreRaised() {
    List<Hit> items =
        List.of(
            carrying(concept("old", 1, 0, 1), 3),
            carrying(concept("weak", 0, 1000, 1), 2),
            carrying(concept("new", 1, 2000, 1), 1));
    Boosts boosts = new Boosts(1, 4, 1000, 1000);
    HybridQuery query = query(Fusion.RRF, 10, Map.of(), boosts, 0, Detail.TEXT);
    assertEquals(Detail.CONCEPT, query.neededDetail());
    List<HybridHit> hits = fuse(query, Map.of(Ranking.TEXT, items));
    assertEquals(List.of("new", "old", "weak"), ids(hits));
    assertEquals(1.0 / 63 * 2 * 5, hits.get(0).score(), 1e-12);
    assertEquals(1.0 / 61 * 2 * 3, hits.get(1).score(), 1e-12);
    assertEquals(1.0 / 62 * 1 * 5, hits.get(2).score(), 1e-12);
    assertNull(hits.getFirst().concept(), "it was not asked for");
  }

  @Test
  void idsAloneAreRankedAsTheirConcepts() {
    Concept old = Concept.builder("old").text("old").strength(1).build();
    List<Hit> items = List.of(carrying(concept("weak", 0, 0, 1), 2), carrying(old, 1));
    HybridQuery query = query(Fusion.RRF, 10, Map.of(), new Boosts(1, 0, 1, 0), 0, Detail.ID);
    assertEquals(Detail.CONCEPT, query.neededDetail());
    List<HybridHit> hits = fuse(query, Map.of(Ranking.TEXT, items));
    assertEquals(List.of("old", "weak"), ids(hits));
    assertNull(hits.getFirst().text(), "it was not asked for");
    assertNull(hits.getFirst().concept(), "it was not asked for");
  }

  @Test
  void likeItemsComeLaterWithDiversity() {
    List<Hit> items =
        List.of(
            carrying(concept("a", 1, 0, 1, 0), 4),
            carrying(concept("a2", 1, 0, 1, 0.01f), 3),
            carrying(concept("b", 1, 0, 0, 1), 2),
            hit("none", 1));
    HybridQuery query = query(Fusion.RRF, 3, Map.of(), Boosts.NONE, 0.5, Detail.VECTOR);
    List<HybridHit> hits = fuse(query, Map.of(Ranking.VECTOR, items));
    assertEquals(List.of("a", "b", "none"), ids(hits));
    assertEquals(1.0 / 63, hits.get(1).score(), "the score stays that of the rankings");
    HybridQuery all = query(Fusion.RRF, 10, Map.of(), Boosts.NONE, 0.5, Detail.VECTOR);
    assertEquals(
        Set.of("a", "a2", "b", "none"),
        new HashSet<>(ids(fuse(all, Map.of(Ranking.VECTOR, items)))));
    assertEquals(List.of(), fuse(all, Map.of()));
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void randomRankingsAreFusedAsTheFormulaSays(Fusion fusion) {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      Map<Ranking, List<Hit>> rankings = new HashMap<>();
      Map<Ranking, Double> weights = new HashMap<>();
      for (Ranking ranking : Ranking.values()) {
        if (random.nextInt(4) > 0) {
          rankings.put(ranking, ranking(random));
        }
        if (random.nextBoolean()) {
          weights.put(ranking, 0.1 + random.nextInt(30) / 10.0);
        }
      }
      int limit = 1 + random.nextInt(20);
      HybridQuery query = query(fusion, limit, weights, Boosts.NONE, 0, Detail.TEXT);
      List<String> expected = new ArrayList<>();
      Map<String, Double> scores = new HashMap<>();
      int longest = rankings.values().stream().mapToInt(List::size).max().orElse(0);
      for (Ranking ranking : Ranking.values()) {
        List<Hit> items = rankings.getOrDefault(ranking, List.of());
        double unnamed = fusion == Fusion.LINEAR && ranking == Ranking.TEXT ? 0.7 : 1;
        for (int i = 0; i < items.size(); i++) {
          double part =
              fusion == Fusion.RRF
                  ? 1.0 / (61 + i)
                  : deviations(items, ranking == Ranking.VECTOR, longest, i);
          double weight = weights.getOrDefault(ranking, unnamed);
          scores.merge(items.get(i).id(), weight * part, Double::sum);
        }
      }
      scores.keySet().stream()
          .sorted(
              Comparator.comparing((String id) -> scores.get(id))
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()))
          .limit(limit)
          .forEach(expected::add);
      assertEquals(expected, ids(fuse(query, rankings)));
    }
  }

  /** With the mean of the squares less the square of the mean, on whole numbers. */
  private static double deviations(List<Hit> items, boolean fromLast, int longest, int i) {
    double floor = fromLast ? items.getLast().score() : 0;
    double sum = 0;
    double squares = 0;
    for (Hit hit : items) {
      sum += hit.score() - floor;
      squares += Math.pow(hit.score() - floor, 2);
    }
    double variance = (longest * squares - sum * sum) / longest / longest;
    return variance == 0 ? 1 : (items.get(i).score() - floor) / Math.sqrt(variance);
  }

  private static List<Hit> ranking(Random random) {
    Map<String, Float> scores = new HashMap<>();
    for (int i = random.nextInt(15); i > 0; i--) {
      scores.put("c" + (char) ('a' + random.nextInt(20)), (float) random.nextInt(8));
    }
    return scores.entrySet().stream()
        .map(entry -> hit(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aWeightThatIsNotPositiveIsRefused(double weight) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> query(Fusion.RRF, 1, Map.of(Ranking.GRAPH, weight), Boosts.NONE, 0, Detail.TEXT));
    assertEquals("weight of GRAPH is " + weight + "; a positive number is allowed", e.getMessage());
  }

  @Test
  void anInvalidQueryIsRefused() {
    HybridQuery.Builder text = HybridQuery.builder().text("a");
    assertRefused("diversity is 1.0; 0 to less than 1 is allowed", text.diversity(1));
    assertRefused("diversity is NaN", text.diversity(Double.NaN));
    assertRefused("limit is 0", text.diversity(0).limit(0));
    assertRefused("101 anchors", HybridQuery.builder().anchors(numbered(101)));
    assertRefused("limit is 1001; 1 to 1000", HybridQuery.builder().limit(1001));
    assertRefused(
        "limit is 10001; 1 to 10000", HybridQuery.builder().limit(10001).detail(Detail.ID));
    assertRefused("depth is 10001; 1 to 10000 is", HybridQuery.builder().depth(10001));
    assertRefused(
        "depth is 1001; 1 to 1000 is allowed with boosts or diversity",
        HybridQuery.builder().depth(1001).diversity(0.1));
    assertRefused(
        "depth is 1001; 1 to 1000 is allowed with boosts or diversity",
        HybridQuery.builder().depth(1001).boosts(new Boosts(1, 0, 1, 0)));
    assertRefused("vector", HybridQuery.builder().vector(new float[0]));
    assertThrows(IllegalArgumentException.class, () -> new Boosts(-1, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Boosts(0, Double.NaN, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Boosts(0, 1, 0, 0));
  }

  private static List<String> numbered(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add("a" + i);
    }
    return ids;
  }

  private static void assertRefused(String message, HybridQuery.Builder query) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, query::build);
    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
  }
}
