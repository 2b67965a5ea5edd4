package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConceptStoreTest {
  @TempDir Path directory;
  private StoreHarness harness;

  @BeforeEach
  void open() {
    harness = new StoreHarness(directory, 2);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void whatIsPutIsFoundByIdTextVectorAndTime() {
    Concept fox = concept("fox", "a quick fox", 1, 0).build();
    Concept ship = concept("ship", "heavy anchors", 0, 1).updatedAt(900).build();
    harness.process(store -> store.put(fox));
    harness.process(store -> store.put(ship));
    ConceptStore store = harness.store();

    assertEquals(fox, store.get("fox"));
    assertNull(store.get("dog"));
    List<Hit> hits = store.search(new TextSearch("fox", 10, null));
    assertEquals(List.of("fox"), hits.stream().map(Hit::id).toList());
    SimilarHits nearest = store.similar(new SimilarQuery(new float[] {0, 2}, 1, -1, true, null));
    assertEquals(List.of("ship"), nearest.items().stream().map(Hit::id).toList());
    assertEquals(
        List.of(new TimelineEntry("ship", "heavy anchors", 900)),
        store.timeline(new TimelineQuery(500, 900, false, 10, null)).items());
    assertEquals(2, store.stats().concepts());
    assertEquals(2, store.corpusStatistics("fox").documents());
  }

  @Test
  void overwritingKeepsTheTimeOfTheFirstWrite() {
    harness.process(store -> store.put(concept("a", "old", 1, 0).createdAt(5).build()));
    harness.process(
        store -> store.put(concept("a", "new", 0, 1).createdAt(70).updatedAt(70).build()));
    harness.process(store -> store.associate(association("a", "b", .5f, 10)));
    harness.process(store -> store.associate(association("a", "b", .9f, 20)));

    Concept kept = Objects.requireNonNull(harness.store().get("a"));
    assertEquals("new", kept.text());
    assertEquals(5, kept.createdAt());
    assertEquals(70, kept.updatedAt());
    Neighbor neighbor = neighbors("a", Direction.OUT).getFirst();
    assertEquals(.9f, neighbor.weight());
    assertEquals(20, neighbor.updatedAt());
    List<Association> told = new ArrayList<>();
    harness.process(store -> store.delete("a", (association, half) -> told.add(association)));
    assertEquals(10, told.getFirst().createdAt());
  }

  @Test
  void anUpdateReadsTheStoredConceptAndKeepsItsFirstTime() {
    Concept first = Concept.builder("a").text("one").createdAt(5).updatedAt(5).build();
    harness.process(
        store ->
            store.update(
                "a",
                old -> {
                  assertNull(old);
                  return first;
                }));
    harness.process(
        store ->
            store.update(
                "a",
                old -> {
                  assertEquals(first, old);
                  return Concept.builder("a").text("two").createdAt(9).updatedAt(9).build();
                }));
    Concept expected = Concept.builder("a").text("two").createdAt(5).updatedAt(9).build();
    assertEquals(expected, harness.store().get("a"));
  }

  @Test
  void anUpdateThatFailsWritesNothing() {
    harness.process(store -> store.put(Concept.builder("a").text("one").build()));
    harness.logged();
    assertThrows(
        IllegalStateException.class,
        () ->
            harness.process(
                store ->
                    store.update(
                        "a",
                        old -> {
                          throw new IllegalStateException("no");
                        })));
    assertThrows(
        IllegalArgumentException.class,
        () -> harness.process(store -> store.update("a", old -> Concept.builder("b").build())));
    assertEquals(List.of(), harness.logged());
    assertNull(harness.store().get("b"));
  }

  @Test
  void bothHalvesOfAnAssociationAreFound() {
    harness.process(store -> store.associate(association("a", "b", .5f, 10)));
    assertEquals(
        List.of(new Neighbor("b", "CAUSAL", Direction.OUT, .5f, 1, 10)),
        neighbors("a", Direction.BOTH));
    assertEquals(
        List.of(new Neighbor("a", "CAUSAL", Direction.IN, .5f, 1, 10)),
        neighbors("b", Direction.BOTH));
    assertEquals(1, harness.store().stats().associations());
  }

  @Test
  void oneHalfIsWrittenAndRemovedAlone() {
    Association association = association("a", "b", .5f, 10);
    harness.process(store -> store.associate(association, Direction.IN));
    assertEquals(List.of(), neighbors("a", Direction.BOTH));
    assertEquals(1, neighbors("b", Direction.IN).size());

    harness.process(store -> assertFalse(store.dissociate("a", "CAUSAL", "b", Direction.OUT)));
    assertEquals(1, neighbors("b", Direction.IN).size());
    harness.process(store -> assertTrue(store.dissociate("a", "CAUSAL", "b", Direction.IN)));
    assertEquals(List.of(), neighbors("b", Direction.BOTH));
  }

  @Test
  void theOrderOfTheCallsCountsAndNotTheTimes() {
    harness.process(store -> store.associate(association("a", "b", .5f, 10)));
    harness.process(store -> store.associate(association("a", "b", .25f, 9)));
    assertEquals(.25f, neighbors("a", Direction.OUT).getFirst().weight());
    assertEquals(9, neighbors("b", Direction.IN).getFirst().updatedAt());

    harness.process(
        store -> store.associate(association("a", "b", .75f, Long.MAX_VALUE), Direction.IN));
    harness.process(store -> assertTrue(store.dissociate("a", "CAUSAL", "b")));
    assertEquals(List.of(), neighbors("a", Direction.OUT));
    assertEquals(List.of(), neighbors("b", Direction.IN));
  }

  @Test
  void anAssociationIsReadFromEitherHalf() {
    harness.process(store -> store.associate(association("a", "b", .5f, 10), Direction.OUT));
    harness.process(store -> store.associate(association("a", "b", .75f, 20), Direction.IN));
    harness.process(store -> store.associate(association("a", "b", .25f, 30), Direction.OUT));

    ConceptStore store = harness.store();
    assertEquals(
        new Association("a", "CAUSAL", "b", .25f, 1, 10, 30),
        store.association("a", "CAUSAL", "b", Direction.OUT));
    assertEquals(
        new Association("a", "CAUSAL", "b", .75f, 1, 20, 20),
        store.association("a", "CAUSAL", "b", Direction.IN));
    assertNull(store.association("b", "CAUSAL", "a", Direction.OUT));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.association("a", "CAUSAL", "b", Direction.BOTH));
  }

  @Test
  void deletingRemovesTheConceptAndTellsItsHalves() {
    harness.process(store -> store.put(concept("a", "text", 1, 0).build()));
    harness.process(store -> store.associate(association("a", "b", .5f, 1)));
    harness.process(store -> store.associate(association("c", "a", .5f, 2)));
    harness.process(store -> store.associate(association("a", "a", .5f, 3)));
    harness.process(store -> store.associate(association("ab", "b", .5f, 4)));

    List<String> told = new ArrayList<>();
    harness.process(
        store ->
            assertTrue(
                store.delete(
                    "a", (it, half) -> told.add(it.source() + " " + it.target() + " " + half))));

    assertEquals(List.of("a a OUT", "a b OUT", "a a IN", "c a IN"), told);
    assertNull(harness.store().get("a"));
    assertEquals(List.of(), neighbors("a", Direction.BOTH));
    assertEquals(List.of(), harness.store().search(new TextSearch("text", 10, null)));
    // The halves at the other ends are for the caller to remove.
    assertEquals(2, neighbors("b", Direction.IN).size());
    assertEquals(1, neighbors("c", Direction.OUT).size());
    harness.process(store -> assertFalse(store.delete("a", (it, half) -> told.clear())));
    assertEquals(4, told.size());
  }

  @Test
  void theListenerOfADeletionMayWrite() {
    harness.process(store -> store.associate(association("a", "b", .5f, 1)));
    harness.process(
        store ->
            store.delete(
                "a",
                (it, half) -> store.dissociate(it.source(), it.type(), it.target(), Direction.IN)));
    assertEquals(List.of(), neighbors("b", Direction.IN));
  }

  @Test
  void aHubIsDeletedInSeveralTransactions() {
    int edges = PersistentConceptStore.DELETE_ROWS_MAX + 5;
    harness.process(
        store -> {
          for (int i = 0; i < edges; i++) {
            store.associate(association("hub", "n" + i, .5f, 1), Direction.OUT);
          }
        });
    harness.logged();
    int[] told = new int[1];
    harness.process(store -> store.delete("hub", (it, half) -> told[0]++));
    assertEquals(edges, told[0]);
    assertEquals(
        edges, harness.logged().stream().filter(row -> !PositionRow.isKey(row.key)).count());
    assertEquals(List.of(), neighbors("hub", Direction.BOTH));
  }

  @Test
  void badInputWritesAndLogsNothing() {
    Concept three = Concept.builder("a").vector(new float[] {1, 2, 3}).build();
    assertThrows(IllegalArgumentException.class, () -> harness.process(store -> store.put(three)));
    assertNull(harness.store().get("a"));
    assertEquals(List.of(), harness.logged());
    assertEquals(Position.emptyPosition(), harness.store().getPosition());
  }

  @Test
  void thePositionFollowsTheRecordsEvenThoseThatChangeNothing() {
    harness.process(store -> store.put(concept("a", "text", 1, 0).build()));
    assertEquals(at(0), harness.store().getPosition());
    harness.process(store -> store.delete("nobody", (it, half) -> {}));
    assertEquals(at(1), harness.store().getPosition());
    harness.process(store -> {});
    assertEquals(at(1), harness.store().getPosition());
    harness.process(ConceptStore::markProcessed);
    assertEquals(at(3), harness.store().getPosition());
  }

  @Test
  void vectorsComeBackAsTheyWere() {
    harness.process(store -> store.put(concept("a", "text", .25f, -3).build()));
    Concept kept = Objects.requireNonNull(harness.store().get("a"));
    assertArrayEquals(new float[] {.25f, -3}, kept.vector());
  }

  private List<Neighbor> neighbors(String id, Direction direction) {
    return harness.store().neighbors(new NeighborQuery(id, direction, null, 100, null)).items();
  }

  private static Position at(long offset) {
    return Position.emptyPosition().withComponent(StoreHarness.INPUT, 0, offset);
  }

  private static Concept.Builder concept(String id, String text, float x, float y) {
    return Concept.builder(id).text(text).vector(new float[] {x, y}).attribute("n", 1);
  }

  private static Association association(String source, String target, float weight, long time) {
    return Association.of(source, "CAUSAL", target, weight, time);
  }
}
