package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Facets.Count;
import dev.sutra.engine.query.Facets.Facet;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.engine.tools.CheckReport;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores of older formats stay readable, and the same calls still write the same bytes. */
class GoldenStoreTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "v1");
  private static final Path NEWEST = GOLDEN.resolveSibling("v4");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "v3", "v4"})
  void eachVersionIsRead(String version) throws IOException {
    copy(version);
    assertEquals(List.of(), StoreCheck.run(directory).problems());
    try (StorageEngine engine = StorageEngine.open(directory, GoldenStore.OPTIONS)) {
      assertEquals(2, engine.stats().segments());
      check(engine);
      engine.compact();
      check(engine);
    }
    try (StorageEngine engine = StorageEngine.open(directory, GoldenStore.OPTIONS)) {
      check(engine);
    }
    assertEquals(List.of(), StoreCheck.run(directory).problems());
  }

  /** Texts of the first analysis are analyzed anew before the store answers. */
  @Test
  void textsOfAnOlderAnalysisAreFoundAsThoseOfToday() throws IOException {
    copy("v1-texts");
    CheckReport before = StoreCheck.run(directory);
    assertEquals(List.of(), before.problems());
    assertTrue(before.notes().toString().contains("analyzer version 1"));
    try (StorageEngine engine = StorageEngine.open(directory, GoldenStore.OPTIONS)) {
      checkTexts(engine);
    }
    CheckReport after = StoreCheck.run(directory);
    assertEquals(List.of(), after.problems());
    assertEquals(List.of(), after.notes());
    Path made = directory.resolve("made");
    GoldenStore.writeTexts(made);
    try (StorageEngine engine = StorageEngine.open(directory, GoldenStore.OPTIONS);
        StorageEngine fresh = StorageEngine.open(made, GoldenStore.OPTIONS)) {
      checkTexts(engine);
      for (String query : List.of("café", "happily cooperate", "the*", "puppies", "e*")) {
        assertEquals(hits(fresh, query), hits(engine, query), query);
      }
    }
  }

  private static void checkTexts(StorageEngine engine) {
    assertEquals(Set.of("decomposed", "composed", "old"), found(engine, "café"));
    assertEquals(Set.of("soft"), found(engine, "cooperate"));
    assertEquals(Set.of("stops", "soft"), found(engine, "the*"));
    assertEquals(Set.of("host"), found(engine, "192.168*"));
    assertEquals(Set.of("soft", "host"), found(engine, "happ*"));
    assertEquals(Set.of("old"), found(engine, "bob.smith@example.c*"));
    assertEquals(Set.of(), found(engine, "full replaced"));
  }

  private static Set<String> found(StorageEngine engine, String query) {
    return Set.copyOf(ids(hits(engine, query)));
  }

  private static List<Hit> hits(StorageEngine engine, String query) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.search(new TextSearch(query, 100, null));
    }
  }

  private void copy(String version) throws IOException {
    Path golden = GOLDEN.resolveSibling(version);
    for (String name : names(golden)) {
      Files.copy(golden.resolve(name), directory.resolve(name));
    }
  }

  @Test
  void theNewestVersionIsWritten() throws IOException {
    Path made = directory.resolve("made");
    GoldenStore.write(made);
    Files.delete(made.resolve("LOCK"));
    assertEquals(names(NEWEST), names(made));
    for (String name : names(NEWEST)) {
      assertArrayEquals(
          Files.readAllBytes(NEWEST.resolve(name)), Files.readAllBytes(made.resolve(name)), name);
    }
  }

  /** Its bytes depend on how a processor adds up, and are not compared. */
  @ParameterizedTest
  @ValueSource(strings = {"v1-coded", "v2-coded"})
  void codesOfEachVersionAreRead(String version) throws IOException {
    copy(version);
    assertEquals(List.of(), StoreCheck.run(directory).problems());
    try (StorageEngine engine =
        StorageEngine.open(
            FileSystemStorage.open(directory), GoldenStore.OPTIONS, GoldenStore.CODING)) {
      assertEquals(GoldenStore.CODED, engine.stats().similarity().coded());
      assertEquals(GoldenStore.CODED + 10, engine.stats().vectors());
      checkCoded(engine);
      engine.compact();
      assertEquals(GoldenStore.CODED + 10, engine.stats().similarity().coded());
      checkCoded(engine);
    }
    assertEquals(List.of(), StoreCheck.run(directory).problems());
  }

  private static void checkCoded(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      for (int i = 0; i < GoldenStore.CODED + 10; i++) {
        assertEquals(GoldenStore.coded(i), snapshot.concept("c" + i));
      }
      float[] vector = {3, 4, 2};
      SimilarHits hits = snapshot.similar(new SimilarQuery(vector, 400, -2, false, null));
      assertFalse(hits.exact());
      assertEquals(
          Set.copyOf(snapshot.similar(new SimilarQuery(vector, 400, -2, true, null)).items()),
          Set.copyOf(hits.items()));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void check(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      assertEquals(14, snapshot.sequence());
      checkConcepts(snapshot);
      assertEquals(
          List.of(new Neighbor("dog", "IS", Direction.IN, 0.5f, 0.25f, 2)),
          neighbors(snapshot, "wolf"));
      assertEquals(
          List.of(
              new Neighbor("wolf", "IS", Direction.OUT, 0.5f, 0.25f, 2),
              new Neighbor("cat", "NEAR", Direction.IN, 0.5f, 1, 5)),
          neighbors(snapshot, "dog"));
      assertEquals(List.of(), neighbors(snapshot, "doomed"));
      assertEquals(
          List.of("dog", "cat"), ids(snapshot.search(new TextSearch("sleeping", 9, null))));
      assertEquals(
          List.of("dog", "cat", "wolf"), ids(snapshot.search(new TextSearch("dogs", 9, null))));
      float[] vector = {0, 1, 0};
      assertEquals(
          List.of("größe/意味", "dog", "wolf", "cat"),
          ids(snapshot.similar(new SimilarQuery(vector, 9, -2, true, null)).items()));
      assertEquals(
          List.of("cat", "dog", "bare", "größe/意味", "wolf"),
          snapshot.timeline(new TimelineQuery(0, 1000, true, 9, null)).items().stream()
              .map(TimelineEntry::id)
              .toList());
      assertEquals(List.of("dog", "größe/意味"), filtered(snapshot, "time >= 300 and time < 800"));
      assertEquals(List.of("dog"), filtered(snapshot, "name in (dog, doomed)"));
      assertEquals(
          List.of("bare", "cat"),
          filtered(snapshot, "not exists(time) or time = 800.0 or name = gone"));
      assertEquals(List.of("wolf"), filtered(snapshot, "created_at < 1 or updated_at <= 200"));
      assertEquals(List.of("cat"), filtered(snapshot, "has(NEAR ->) and created_at = 1"));
      checkFacets(snapshot);
      EngineStats stats = snapshot.stats();
      assertEquals(5, stats.concepts());
      assertEquals(2, stats.associations());
      assertEquals(4, stats.vectors());
      assertEquals(4, stats.texts());
    }
  }

  /** Segments without columns of attributes count from rows, the others from columns. */
  private static void checkFacets(Snapshot snapshot) {
    List<String> names = List.of("old", "time", "none");
    assertEquals(
        new Facets(
            5,
            List.of(
                new Facet("old", List.of(new Count(false, 2), new Count(true, 2)), 2, 1),
                new Facet("time", List.of(new Count(200L, 1), new Count(300L, 1)), 4, 1),
                new Facet("none", List.of(), 0, 5))),
        snapshot.facets(new FacetQuery(null, ConceptFilter.NONE, names, 2)));
    // Of the dog and the cat, which the search finds, one passes.
    assertEquals(
        new Facets(1, List.of(new Facet("name", List.of(new Count("dog", 1)), 1, 0))),
        snapshot.facets(
            new FacetQuery(
                new TextSearch("sleeping", 1, null),
                ConceptFilter.parse("time < 800"),
                List.of("name"),
                9)));
  }

  private static List<String> filtered(Snapshot snapshot, String filter) {
    return snapshot
        .timeline(new TimelineQuery(0, 1000, true, 9, null).withFilter(ConceptFilter.parse(filter)))
        .items()
        .stream()
        .map(TimelineEntry::id)
        .sorted()
        .toList();
  }

  private static void checkConcepts(Snapshot snapshot) {
    assertEquals(
        GoldenStore.concept("dog", "The dog sleeps", 0, 0.6f, 0.8f, 600), snapshot.concept("dog"));
    assertEquals(
        GoldenStore.concept("wolf", "The wolf is the dog's wild cousin", 0.8f, 0.6f, 0, 200),
        snapshot.concept("wolf"));
    assertEquals(
        GoldenStore.concept("größe/意味", "Size and meaning", 0, 1, 0, 300),
        snapshot.concept("größe/意味"));
    assertEquals(
        Concept.builder("bare").createdAt(1).updatedAt(400).build(), snapshot.concept("bare"));
    assertEquals(
        GoldenStore.concept("cat", "The cat sleeps by the dog", 0, -1, 0, 800),
        snapshot.concept("cat"));
    assertNull(snapshot.concept("doomed"));
  }

  private static List<Neighbor> neighbors(Snapshot snapshot, String id) {
    return snapshot.neighbors(new NeighborQuery(id, Direction.BOTH, null, 9, null)).items();
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }
}
