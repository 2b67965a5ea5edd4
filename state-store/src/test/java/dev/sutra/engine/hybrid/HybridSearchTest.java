package dev.sutra.engine.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Expansion.Activated;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What hybrid queries ask their source for, and how they see that a ranking is complete. */
class HybridSearchTest {
  private static final int RELATED = 550;

  private final List<Integer> portions = new ArrayList<>();
  private final List<Detail> details = new ArrayList<>();
  private int texts;
  private int related = RELATED;
  private @Nullable Cut cut;
  private int passing = 1;

  /** Has concepts with texts, the first with the best score, and related concepts. */
  private final HybridSource source =
      new HybridSource() {
        @Override
        public List<Hit> search(TextSearch query) {
          details.add(query.detail());
          List<Hit> hits = new ArrayList<>();
          for (int i = 0; i < Math.min(texts, query.limit()); i++) {
            hits.add(new Hit("c" + i, null, 2 + 1f / (i + 1)));
          }
          return hits;
        }

        @Override
        public SimilarHits similar(SimilarQuery query) {
          throw new AssertionError("no vector was given");
        }

        @Override
        public Expansion expand(ExpandQuery query) {
          List<Activated> items = new ArrayList<>();
          for (int i = 0; i < Math.min(related, query.limit()); i++) {
            items.add(new Activated("c" + i, 1, 2 + 1.0 / (i + 1)));
          }
          return new Expansion(items, related, cut);
        }

        /** Those pass whose number is a multiple. */
        @Override
        public Map<String, Concept> concepts(
            Collection<String> ids, ConceptFilter filter, Detail detail) {
          details.add(detail);
          portions.add(ids.size());
          Map<String, Concept> found = new HashMap<>();
          for (String id : ids) {
            if (Integer.parseInt(id.substring(1)) % passing == 0) {
              found.put(id, detail.of(Concept.builder(id).text("text of " + id).build()));
            }
          }
          return found;
        }
      };

  private List<HybridHit> near(int depth) {
    HybridQuery query =
        HybridQuery.builder()
            .anchors(List.of("a"))
            .excludedId("c0")
            .limit(depth)
            .depth(depth)
            .build();
    return HybridSearch.run(query, source).items();
  }

  private static List<String> ids(List<HybridHit> hits) {
    return hits.stream().map(HybridHit::id).toList();
  }

  @Test
  void conceptsAreReadUntilThereAreEnough() {
    assertEquals("c1", ids(near(100)).getFirst());
    // The excluded one leaves the first hundred incomplete.
    assertEquals(List.of(100, 200), portions);
  }

  @Test
  void aFilterThatFewPassReadsAll() {
    passing = 50;
    List<String> found = ids(near(100));
    assertEquals(List.of("c50", "c100", "c150", "c200"), found.subList(0, 4));
    assertEquals(10, found.size());
    assertEquals(List.of(100, 200, 250), portions);
  }

  /** The last item of an incomplete ranking counts nothing, that of a complete one does. */
  @Test
  void aRankingThatWasReadToItsEndIsComplete() {
    assertTrue(near(1000).getLast().score() > 0, "all were read");
    assertEquals(0, near(100).getLast().score(), "there are more than the depth");
    cut = Cut.EDGES;
    assertEquals(0, near(1000).getLast().score(), "associations were left out");
    cut = null;
    related = QueryLimits.RANKED_MAX + 1;
    passing = 100;
    assertEquals(0, near(1000).getLast().score(), "not all that are related were looked at");
  }

  @Test
  void theExcludedConceptDoesNotMakeARankingComplete() {
    HybridQuery query =
        HybridQuery.builder().text("words").excludedId("c0").limit(1000).depth(1000).build();
    texts = 1000;
    List<HybridHit> hits = HybridSearch.run(query, source).items();
    assertEquals(999, hits.size());
    assertEquals(0, hits.getLast().score(), "the search may have more");
    texts = 999;
    assertTrue(HybridSearch.run(query, source).items().getLast().score() > 0);
  }

  /** Deep rankings are of ids alone; the concepts of the result are read afterwards. */
  @Test
  void aDeepQueryReadsWhatItShows() {
    texts = 5000;
    passing = 2;
    HybridQuery query = HybridQuery.builder().text("words").limit(10).depth(5000).build();
    List<HybridHit> hits = HybridSearch.run(query, source).items();
    assertEquals(List.of(Detail.ID, Detail.TEXT), details);
    assertEquals(List.of(10), portions);
    // Of the best ten, those that still exist.
    assertEquals(List.of("c0", "c2", "c4", "c6", "c8"), ids(hits));
    assertEquals("text of c8", hits.getLast().text());
  }

  @Test
  void aDeepQueryForIdsReadsNoConcepts() {
    texts = 9000;
    HybridQuery query =
        HybridQuery.builder().text("words").limit(10_000).detail(Detail.ID).depth(10_000).build();
    assertEquals(9000, HybridSearch.run(query, source).items().size());
    assertEquals(List.of(Detail.ID), details);
  }
}
