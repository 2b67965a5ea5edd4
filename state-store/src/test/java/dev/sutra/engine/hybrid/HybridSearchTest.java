package dev.sutra.engine.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Expansion.Activated;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which concepts the ranking by proximity reads. */
class HybridSearchTest {
  private static final int RELATED = 550;

  private final List<Integer> portions = new ArrayList<>();

  /** Related concepts, of which those pass whose number is a multiple. */
  private HybridSource passing(int multiple) {
    return new HybridSource() {
      @Override
      public List<Hit> search(TextSearch query) {
        throw new AssertionError("no text was given");
      }

      @Override
      public SimilarHits similar(SimilarQuery query) {
        throw new AssertionError("no vector was given");
      }

      @Override
      public Expansion expand(ExpandQuery query) {
        List<Activated> items = new ArrayList<>();
        for (int i = 0; i < RELATED; i++) {
          items.add(new Activated("c" + i, 1, 1.0 / (i + 1)));
        }
        return new Expansion(items, RELATED, null);
      }

      @Override
      public Map<String, Concept> concepts(
          Collection<String> ids, ConceptFilter filter, Detail detail) {
        portions.add(ids.size());
        Map<String, Concept> found = new HashMap<>();
        for (String id : ids) {
          if (Integer.parseInt(id.substring(1)) % multiple == 0) {
            found.put(id, Concept.builder(id).build());
          }
        }
        return found;
      }
    };
  }

  private static List<String> ids(HybridSource source) {
    HybridQuery query =
        HybridQuery.builder().anchors(List.of("a")).excludedId("c0").limit(20).build();
    return HybridSearch.run(query, source).items().stream().map(HybridHit::id).toList();
  }

  @Test
  void conceptsAreReadUntilThereAreEnough() {
    assertEquals("c1", ids(passing(1)).getFirst());
    // The excluded one leaves the first hundred incomplete.
    assertEquals(List.of(100, 100), portions);
  }

  @Test
  void aFilterThatFewPassReadsAll() {
    List<String> found = ids(passing(50));
    assertEquals(List.of("c50", "c100", "c150", "c200"), found.subList(0, 4));
    assertEquals(10, found.size());
    assertEquals(List.of(100, 100, 100, 100, 100, 50), portions);
  }
}
