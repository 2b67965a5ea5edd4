package dev.sutra.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.standing.StandingQuery.Edge;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryIndexTest {
  private final QueryIndex index =
      new QueryIndex(TextAnalyzer.named("english"), 2, Similarity.COSINE);

  @Test
  void aTextMustHaveAllWordsOrAnyOfThem() {
    index.put("all", new StandingQuery(new Text("rivers running", false)));
    index.put("any", new StandingQuery(new Text("rivers mountain", true)));
    index.put("phrase", new StandingQuery(new Text("\"runs to the sea\"", false)));
    index.put("prefix", new StandingQuery(new Text("mount*", false)));
    assertEquals(List.of("all", "any", "phrase"), ids(text("a river runs to the sea")));
    assertEquals(
        List.of("any"),
        ids(
            text("the river sees a run-down sea").toBuilder()
                .text("the river and the sea")
                .build()));
    assertEquals(List.of("any", "prefix"), ids(text("mountains")));
    assertEquals(List.of(), ids(text("to the")));
    assertEquals(List.of(), ids(Concept.builder("c").build()));
  }

  @Test
  void aVectorMustReachTheScore() {
    index.put("near", new StandingQuery(new Near(new float[] {1, 0}, 0.9f)));
    index.put("equal", new StandingQuery(new Near(new float[] {3, 4}, 1)));
    index.put("all", new StandingQuery(new Near(new float[] {-1, 0}, -1)));
    assertEquals(List.of("all", "near"), ids(vector(5, 0)));
    assertEquals(List.of("all", "equal"), ids(vector(6, 8)));
    assertEquals(1f, index.match(vector(5, 0)).get(1).score());
  }

  @Test
  void aFilterAppliesToTheConcept() {
    ConceptFilter filter = new ConceptFilter(Map.of("lang", "en", "n", 1), 10, 20, "doc/");
    index.put("text", new StandingQuery(new Text("river", false), filter));
    index.put("near", new StandingQuery(new Near(new float[] {1, 0}, 0), filter));
    Concept matching =
        Concept.builder("doc/1")
            .text("river")
            .vector(new float[] {1, 0})
            .attribute("lang", "en")
            .attribute("n", 1.0)
            .updatedAt(20)
            .build();
    assertEquals(List.of("near", "text"), ids(matching));
    assertEquals(List.of(), ids(matching.toBuilder().updatedAt(21).build()));
    assertEquals(List.of(), ids(matching.toBuilder().attribute("n", 2).build()));
    assertEquals(List.of(), ids(matching.toBuilder().attributes(Map.of("lang", "en")).build()));
    assertEquals(List.of(), ids(Concept.builder("other").text("river").updatedAt(15).build()));
  }

  @Test
  void anAssociationMustHaveAllParts() {
    index.put("type", new StandingQuery(new Edge("CAUSAL", null, null, 0)));
    index.put("source", new StandingQuery(new Edge(null, "a", null, 0.5f)));
    index.put("target", new StandingQuery(new Edge("CAUSAL", null, "b", 0)));
    index.put("pair", new StandingQuery(new Edge("CAUSAL", "a", "b", 0.7f)));
    assertEquals(List.of("pair", "source", "target", "type"), ids(edge("a", "CAUSAL", "b", 0.7f)));
    assertEquals(List.of("source", "target", "type"), ids(edge("a", "CAUSAL", "b", 0.6f)));
    assertEquals(List.of("type"), ids(edge("b", "CAUSAL", "a", 1)));
    assertEquals(List.of("source"), ids(edge("a", "TEMPORAL", "b", 0.5f)));
    assertEquals(List.of(), ids(edge("a", "TEMPORAL", "b", 0.4f)));
  }

  @Test
  void aQueryIsReplacedAndRemoved() {
    index.put("q", new StandingQuery(new Text("river", false)));
    index.put("q", new StandingQuery(new Near(new float[] {1, 0}, 0.5f)));
    assertEquals(1, index.size());
    assertEquals(List.of(), ids(text("river")));
    assertEquals(List.of("q"), ids(vector(1, 0)));
    index.put("q", new StandingQuery(new Edge("CAUSAL", null, null, 0)));
    assertEquals(List.of(), ids(vector(1, 0)));
    assertTrue(index.remove("q"));
    assertFalse(index.remove("q"));
    assertEquals(List.of(), ids(edge("a", "CAUSAL", "b", 1)));
    assertNull(index.get("q"));
    assertEquals(0, index.size());
  }

  @Test
  void idsComeInPages() {
    for (String id : List.of("c", "a", "b")) {
      index.put(id, new StandingQuery(new Text("river", false)));
    }
    assertEquals(List.of("a", "b"), index.ids("", 2));
    assertEquals(List.of("c"), index.ids("b", 2));
  }

  @Test
  void whatCannotMatchIsRefused() {
    assertRefused(
        "text has no word to search for; ignored: the, of", () -> new Text("the of", false));
    assertRefused("text is empty", () -> new Text("", true));
    assertRefused("ignored: ?!", () -> new Text("?!", true));
    assertRefused("vector has 3 components; 2 are", () -> new Near(new float[] {1, 2, 3}, 0));
    assertRefused("zero vector", () -> new Near(new float[2], 0));
    assertRefused("no score is above 1.0", () -> new Near(new float[] {1, 2}, 1.5f));
    assertRefused("min_score is NaN", () -> new Near(new float[] {1, 2}, Float.NaN));
    assertRefused("vector[1] is NaN", () -> new Near(new float[] {1, Float.NaN}, 0));
    assertRefused("neither type nor source", () -> new Edge(null, null, null, 0));
    assertRefused("min_weight is 2.0", () -> new Edge("T", null, null, 2));
    assertRefused(
        "an edge query has none",
        () -> new Edge("T", null, null, 0),
        new ConceptFilter(Map.of(), 0, 1, null));
    assertEquals(0, index.size());
    StandingQuery valid = new StandingQuery(new Text("river", false));
    assertThrows(IllegalArgumentException.class, () -> index.put("", valid));
  }

  @Test
  void anEventOfAnotherDimensionIsRefused() {
    index.put("near", new StandingQuery(new Near(new float[] {1, 0}, 0.9f)));
    Concept event = Concept.builder("c").vector(new float[300]).build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> index.match(event));
    assertEquals("vector has 300 components; 2 are needed", e.getMessage());
  }

  private interface Made {
    StandingQuery.Condition get();
  }

  private void assertRefused(String reason, Made condition) {
    assertRefused(reason, condition, ConceptFilter.NONE);
  }

  private void assertRefused(String reason, Made condition, ConceptFilter filter) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> index.put("q", new StandingQuery(condition.get(), filter)));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  private List<String> ids(Concept concept) {
    return index.match(concept).stream().map(QueryMatch::queryId).toList();
  }

  private List<String> ids(Association association) {
    return index.match(association).stream().map(QueryMatch::queryId).toList();
  }

  private static Concept text(String text) {
    return Concept.builder("c").text(text).build();
  }

  private static Concept vector(float x, float y) {
    return Concept.builder("c").vector(new float[] {x, y}).build();
  }

  private static Association edge(String source, String type, String target, float weight) {
    return Association.of(source, type, target, weight, 1);
  }
}
