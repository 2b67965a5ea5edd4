package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.attribute.AttributesSection;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Attributes;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Attributes of more names than a segment has columns, and columns of all forms. */
class ManyAttributesTest {
  private final CrashStorage storage = new CrashStorage();
  private final Map<String, Concept> model = new TreeMap<>();

  @Test
  void namesBeyondTheColumnsAreFoundToo() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, EngineOptions.standalone(1))) {
      for (int flush = 0; flush < 3; flush++) {
        for (int i = 0; i < 100; i++) {
          Concept.Builder concept = Concept.builder("c" + flush + "/" + i).updatedAt(i);
          // In the last segment they fit.
          for (int j = 0; j < (flush == 2 ? 20 : 60); j++) {
            concept.attribute("a" + (i * 60 + j), i % 5);
          }
          concept.attribute("zz", i);
          put(engine, concept.build());
        }
        engine.flush();
        check(engine);
      }
      engine.compact();
      check(engine);
      put(engine, Concept.builder("new").attribute("zz", 3).build());
      engine.flush();
      engine.compact();
      check(engine);
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems());
  }

  /** Without columns the answers would be the same, but slow. */
  @Test
  void flushesLoadsAndMergesWriteColumns() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, EngineOptions.underOuterLog(1))) {
      engine.put(Concept.builder("a").attribute("x", 1).createdAt(1).updatedAt(2).build());
      engine.flush();
      assertColumns(1);
      BulkLoader loader = engine.loader();
      byte[] row =
          ConceptRow.encode(Concept.builder("b").attribute("x", "y").updatedAt(2).build(), null);
      loader.add(sink -> sink.put(RowKeys.concept("b"), row), () -> {});
      loader.finish();
      assertColumns(2);
      engine.compact();
      engine.commit(new byte[1]);
    }
    assertColumns(1);
  }

  private void assertColumns(int least) throws IOException {
    List<String> names = DamagedSegment.names(storage);
    assertTrue(names.size() >= least, names::toString);
    for (String name : names) {
      Segment segment = Segment.open(storage, SegmentFormat.number(name));
      AttributesSection attributes = Objects.requireNonNull(segment.attributes(), name);
      assertTrue(attributes.isComplete());
      assertNotNull(attributes.column("x"), name);
      assertNull(attributes.column("z"));
      segment.close();
    }
  }

  private void check(StorageEngine engine) {
    for (String filter :
        List.of(
            "a7 = 0",
            "a61 = 1 or a5999 = 4",
            "zz < 7",
            "not exists(a100)",
            "a1100 = 3 and zz > 5",
            "exists(none)")) {
      check(engine, ConceptFilter.parse(filter));
    }
  }

  private void put(StorageEngine engine, Concept concept) {
    engine.put(concept);
    model.put(concept.id(), concept);
  }

  private void check(StorageEngine engine, ConceptFilter filter) {
    try (Snapshot snapshot = engine.snapshot()) {
      checkFacet(snapshot, filter);
      List<String> found =
          snapshot
              .timeline(
                  new TimelineQuery(Long.MIN_VALUE, Long.MAX_VALUE, true, 1_000, null)
                      .withFilter(filter))
              .items()
              .stream()
              .map(TimelineEntry::id)
              .sorted()
              .toList();
      assertEquals(
          model.values().stream().filter(filter::matches).map(Concept::id).sorted().toList(),
          found,
          filter::text);
    }
  }

  private void checkFacet(Snapshot snapshot, ConceptFilter filter) {
    for (String name : List.of("a7", "a5999", "zz", "none")) {
      Facets facets = snapshot.facets(new FacetQuery(null, filter, List.of(name), 1_000));
      Map<Object, Long> expected =
          model.values().stream()
              .filter(concept -> filter.matches(concept) && concept.attributes().containsKey(name))
              .collect(
                  Collectors.groupingBy(
                      concept ->
                          Attributes.comparable(
                              Objects.requireNonNull(concept.attributes().get(name))),
                      Collectors.counting()));
      Map<Object, Long> found =
          facets.facets().getFirst().values().stream()
              .collect(Collectors.toMap(Facets.Count::value, Facets.Count::concepts));
      assertEquals(expected, found, filter::text);
    }
  }

  /** Bitmaps and lists, all documents and few, many values and one, numbers of all sizes. */
  @Test
  void columnsOfAllFormsAreMerged() throws IOException {
    Random random = new Random(1);
    try (StorageEngine engine = StorageEngine.open(storage, EngineOptions.standalone(1))) {
      for (int flush = 0; flush < 4; flush++) {
        for (int i = 0; i < 600; i++) {
          put(engine, concept(random, "c" + random.nextInt(900)));
        }
        engine.flush();
        checkForms(engine, random);
      }
      engine.compact();
      checkForms(engine, random);
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems());
  }

  private static Concept concept(Random random, String id) {
    Concept.Builder concept =
        Concept.builder(id).createdAt(random.nextInt(50)).updatedAt(random.nextInt(50));
    concept.attribute("one", "always");
    concept.attribute("two", random.nextBoolean());
    concept.attribute("few", random.nextInt(20));
    concept.attribute("skewed", random.nextInt(100) == 0 ? "rare" + random.nextInt(9) : "often");
    concept.attribute("unique", id + "/" + random.nextInt());
    concept.attribute("number", random.nextGaussian() * 1e3);
    concept.attribute("long", random.nextLong());
    concept.attribute("mixed", random.nextBoolean() ? random.nextInt(9) : "s" + random.nextInt(9));
    if (random.nextInt(200) == 0) {
      concept.attribute("sparse", random.nextInt(3));
    }
    return concept.build();
  }

  private void checkForms(StorageEngine engine, Random random) {
    List<String> filters = new ArrayList<>();
    filters.add("one = always and two = true");
    filters.add("few in (1, 2, 19) and not skewed = often");
    filters.add("skewed in (" + rares() + ")");
    filters.add("number > " + random.nextGaussian() * 1e3 + " and number < 500.5");
    filters.add("long >= " + random.nextLong());
    filters.add("mixed > 3 or mixed = s3");
    filters.add("exists(sparse) and sparse != 1");
    filters.add("created_at >= 10 and created_at < 40 and updated_at > 20");
    Concept any = List.copyOf(model.values()).get(random.nextInt(model.size()));
    filters.add("unique = \"" + any.attributes().get("unique") + "\"");
    filters.forEach(filter -> check(engine, ConceptFilter.parse(filter)));
  }

  private static String rares() {
    return List.of(0, 3, 8, 11).stream().map(i -> "rare" + i).collect(Collectors.joining(", "));
  }
}
