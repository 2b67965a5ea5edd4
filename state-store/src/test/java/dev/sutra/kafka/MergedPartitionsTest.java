package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three partitions, read as one store, answer what one store with everything answers. */
class MergedPartitionsTest {
  private static final int CONCEPTS = 300;
  private static final List<String> WORDS = List.of("fox", "hound", "ship", "anchor", "tree");

  @TempDir Path directory;

  private final List<ConceptStore> partitions = new ArrayList<>();
  private ConceptStore whole = store("whole");
  private ReadOnlyConceptStore merged = whole;

  private static ConceptStore store(String name) {
    return ConceptStores.persistent(name).withDimension(2).withLoggingDisabled().build();
  }

  @BeforeEach
  void fill() {
    whole.init(EngineStoreFixture.context(directory), whole);
    for (int i = 0; i < 3; i++) {
      ConceptStore partition = store("part" + i);
      partition.init(EngineStoreFixture.context(directory), partition);
      partitions.add(partition);
    }
    merged = new MergedPartitions(() -> List.copyOf(partitions));
    Random random = new Random(7);
    for (int i = 0; i < CONCEPTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 1 + random.nextInt(6); word++) {
        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
      }
      Concept concept =
          Concept.builder("c" + i)
              .text(text.toString())
              // Few different vectors and times, so that ties are common.
              .vector(new float[] {1 + random.nextInt(3), random.nextInt(3)})
              .updatedAt(random.nextInt(20))
              .attribute("kind", random.nextBoolean() ? "pet" : (Object) (i % 5))
              .attribute("size", random.nextInt(4) / 2.0)
              .build();
      whole.put(concept);
      partition(concept.id()).put(concept);
    }
    for (int i = 0; i < 60; i++) {
      Association out = Association.of("c1", "T" + i % 3, "c" + random.nextInt(CONCEPTS), 1, 1);
      whole.associate(out);
      // A topology that keeps the halves anywhere.
      partitions.get(i % 3).associate(out);
    }
  }

  @AfterEach
  void close() {
    whole.close();
    partitions.forEach(ConceptStore::close);
  }

  @Test
  void conceptsAreFoundInAnyPartition() {
    assertEquals(whole.get("c77"), merged.get("c77"));
    assertEquals(whole.get("c78"), merged.concept("c78"));
    assertNull(merged.get("none"));
    assertEquals(CONCEPTS, merged.stats().concepts());
    assertEquals(whole.stats().texts(), merged.stats().texts());
  }

  @Test
  void rangesAreInTheOrderOfIds() {
    assertEquals(ids(whole.all()), ids(merged.all()));
    assertEquals(CONCEPTS, ids(merged.all()).size());
    assertEquals(ids(whole.range("c12", "c20")), ids(merged.range("c12", "c20")));
    List<String> ofPrefix = ids(merged.prefixScan("c29"));
    assertEquals(ids(whole.prefixScan("c29")), ofPrefix);
    assertEquals(11, ofPrefix.size());
  }

  @Test
  void textsAreScoredWithTheStatisticsOfAll() {
    for (String text : List.of("fox", "ship anchor", "\"fox hound\"", "tre*", "none")) {
      for (int limit : List.of(1, 7, 100)) {
        TextSearch search = new TextSearch(text, limit, null);
        assertEquals(whole.search(search), merged.search(search));
      }
    }
    assertEquals(whole.corpusStatistics("fox ship"), merged.corpusStatistics("fox ship"));
  }

  @Test
  void queriesWithOperatorsAndFuzzyWordsAreThoseOfOneStore() {
    for (String text :
        List.of("+fox -ship", "fxo~1 hunod~2", "\"hound fox\"~3^2 (tree AND NOT fox)", "t* -fo*")) {
      for (int limit : List.of(1, 7, 100)) {
        TextSearch search =
            TextSearch.of(text, TextSearch.Mode.QUERY, limit).withHighlight(true).withExplain(true);
        assertFalse(whole.search(search).isEmpty(), text);
        assertEquals(whole.search(search), merged.search(search));
        assertEquals(whole.corpusStatistics(search), merged.corpusStatistics(search));
      }
    }
    TextSearch near = TextSearch.of("fxo shpi", TextSearch.Mode.ALL, 50).withFuzzy(true);
    assertFalse(whole.search(near).isEmpty());
    assertEquals(whole.search(near), merged.search(near));
  }

  @Test
  void wordsAreCompletedFromAllPartitions() {
    for (String prefix : List.of("f", "FO", "t", "none")) {
      for (int limit : List.of(1, 2, 100)) {
        CompletionQuery query = new CompletionQuery(prefix, limit);
        assertEquals(whole.complete(query), merged.complete(query));
      }
    }
    assertEquals("fox", merged.complete(new CompletionQuery("fo", 5)).items().getFirst().word());
  }

  @Test
  void valuesAreCountedInAllPartitions() {
    List<String> names = List.of("kind", "size", "none");
    List<TextSearch> searches =
        List.of(
            new TextSearch("fox ship", 1, null),
            TextSearch.of("fxo~1 -an*", TextSearch.Mode.QUERY, 1),
            new TextSearch("none", 1, null));
    for (String filter : List.of("", "size > 0.5", "kind = pet and size >= 1")) {
      ConceptFilter parsed = ConceptFilter.parse(filter);
      for (int limit : List.of(1, 3, 1000)) {
        FacetQuery of = new FacetQuery(null, parsed, names, limit);
        assertEquals(whole.facets(of), merged.facets(of));
        for (TextSearch search : searches) {
          FacetQuery found = of.withSearch(search);
          assertEquals(whole.facets(found), merged.facets(found));
        }
      }
    }
    Facets all = merged.facets(new FacetQuery(null, ConceptFilter.NONE, names, 1));
    assertEquals(CONCEPTS, all.total());
    assertEquals("pet", all.facets().getFirst().values().getFirst().value());
    assertEquals(6, all.facets().getFirst().distinct());
    assertEquals(CONCEPTS, all.facets().getLast().missing());
  }

  @Test
  void tooManyValuesInAllPartitionsTogetherAreRefused() {
    for (int i = 0; i <= FacetQuery.VALUES_MAX; i++) {
      Concept concept = Concept.builder("v" + i).attribute("number", i).build();
      partition(concept.id()).put(concept);
    }
    FacetQuery query = new FacetQuery(null, ConceptFilter.NONE, List.of("number"), 1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> merged.facets(query));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("attribute number has more than 10000"),
        e.toString());
    partitions.getFirst().put(Concept.builder("long").attribute("name", "x".repeat(4096)).build());
    for (int i = 0; i < 256; i++) {
      Concept concept = Concept.builder("w" + i).attribute("name", i + " ".repeat(4090)).build();
      partition(concept.id()).put(concept);
    }
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> merged.facets(new FacetQuery(null, ConceptFilter.NONE, List.of("name"), 1)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("attribute name has values too long"));
    FacetQuery fewer =
        new FacetQuery(null, ConceptFilter.parse("number < 10000"), List.of("number"), 2);
    assertEquals(FacetQuery.VALUES_MAX, merged.facets(fewer).facets().getFirst().distinct());
  }

  @Test
  void similarConceptsAreMergedWithStableTies() {
    for (int limit : List.of(1, 10, 150)) {
      SimilarQuery query = new SimilarQuery(new float[] {1, 1}, limit, -1, true, null);
      assertEquals(whole.similar(query).items(), merged.similar(query).items());
      assertTrue(merged.similar(query).exact());
      assertEquals(
          merged.similar(query).items().stream().map(Hit::id).distinct().count(),
          merged.similar(query).items().size());
    }
  }

  @Test
  void pagesOfTheTimelineAreComplete() {
    for (boolean newestFirst : List.of(true, false)) {
      for (int limit : List.of(1, 7, 64, 1000)) {
        assertEquals(timeline(whole, newestFirst, limit), timeline(merged, newestFirst, limit));
      }
    }
    assertEquals(CONCEPTS, timeline(merged, true, 7).size());
  }

  @Test
  void pagesOfNeighborsAreComplete() {
    for (Direction direction : Direction.values()) {
      for (int limit : List.of(1, 7, 1000)) {
        assertEquals(
            neighbors(whole, "c1", direction, limit), neighbors(merged, "c1", direction, limit));
      }
    }
    assertTrue(neighbors(merged, "c1", Direction.OUT, 7).size() > 20);
    assertEquals(List.of(), neighbors(merged, "none", Direction.BOTH, 5));
  }

  @Test
  void edgesAndTraversalsGoOverAllPartitions() {
    for (int i = 0; i < CONCEPTS; i += 3) {
      Association next = Association.of("c" + i, "NEXT", "c" + (i * 7 + 1) % CONCEPTS, 0.5f, 1);
      whole.associate(next);
      partitions.get(i % 2).associate(next);
    }
    for (Direction direction : Direction.values()) {
      EdgeSelection selection = new EdgeSelection(direction, List.of());
      for (int limit : List.of(1, 7, 1000)) {
        assertEquals(edges(whole, selection, limit), edges(merged, selection, limit));
        TraversalQuery query = new TraversalQuery("c1", selection, 0, 4, limit, 500);
        assertEquals(whole.traverse(query), merged.traverse(query));
      }
      TraversalQuery query = new TraversalQuery("c1", selection, 0, 3, 1000, 70);
      assertEquals(whole.traverse(query), merged.traverse(query));
    }
    TraversalQuery out = new TraversalQuery("c1", EdgeSelection.OUT, 0, 2, 1000, 1000);
    assertTrue(merged.traverse(out).items().stream().anyMatch(item -> item.distance() == 2));
  }

  /** The edges of some concepts, read in pages of so many. */
  private static List<String> edges(
      ReadOnlyConceptStore store, EdgeSelection selection, int limit) {
    List<String> all = new ArrayList<>();
    EdgesQuery query = new EdgesQuery(List.of("c1", "none", "c2", "c3", "c8"), selection, limit);
    EdgesPage page = store.edges(query);
    add(all, query, page);
    while (page.complete() < query.ids().size()) {
      query = query.rest(page);
      page = store.edges(query);
      add(all, query, page);
    }
    return all;
  }

  private static void add(List<String> all, EdgesQuery query, EdgesPage page) {
    for (EdgesPage.Edge edge : page.edges()) {
      String type = page.types().get(edge.type());
      String id = query.ids().get(edge.concept());
      all.add(id + " " + edge.in() + " " + type + " " + edge.other() + " " + edge.weight());
    }
  }

  @Test
  void aClosedPartitionFailsEveryRead() {
    partitions.get(1).close();
    assertThrows(
        InvalidStateStoreException.class, () -> merged.search(new TextSearch("fox", 5, null)));
    assertThrows(InvalidStateStoreException.class, merged::all);
    assertThrows(InvalidStateStoreException.class, () -> merged.get("none"));
  }

  private ConceptStore partition(String id) {
    return partitions.get(Math.floorMod(id.hashCode(), partitions.size()));
  }

  private static List<String> ids(KeyValueIterator<String, Concept> concepts) {
    List<String> ids = new ArrayList<>();
    try (concepts) {
      while (concepts.hasNext()) {
        assertEquals(concepts.peekNextKey(), concepts.next().value.id());
        ids.add(concepts.hasNext() ? concepts.peekNextKey() : "end");
      }
    }
    return ids;
  }

  private static List<TimelineEntry> timeline(
      ReadOnlyConceptStore store, boolean newestFirst, int limit) {
    List<TimelineEntry> all = new ArrayList<>();
    String cursor = null;
    do {
      TimelinePage page = store.timeline(new TimelineQuery(0, 100, newestFirst, limit, cursor));
      all.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    return all;
  }

  private static List<Neighbor> neighbors(
      ReadOnlyConceptStore store, String id, Direction direction, int limit) {
    List<Neighbor> all = new ArrayList<>();
    String cursor = null;
    do {
      NeighborPage page = store.neighbors(new NeighborQuery(id, direction, null, limit, cursor));
      all.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    return all;
  }
}
