package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.Transaction;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.routing.page.ConceptPages;
import dev.sutra.kafka.routing.page.RankedPage;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of rankings over two instances are the ranking itself. */
class PagesTest extends PeerFixture {
  private static final int CONCEPTS = 2_600;
  private static final QueryOptions OPTIONS = QueryOptions.DEFAULT;

  private ConceptPages pages = new ConceptPages(queries());

  @BeforeEach
  void fill() {
    pages = new ConceptPages(queries());
    put(
        0,
        CONCEPTS,
        i -> concept(i, "page ".repeat(1 + i % 7) + "number " + i % 3, i % 11, i % 13));
  }

  private static Concept concept(int i, String text, float x, float y) {
    return Concept.builder("p" + i)
        .text(text)
        .vector(new float[] {x + 1, y})
        .attribute("x", x)
        .build();
  }

  private void put(int from, int to, IntFunction<Concept> concepts) {
    try (Transaction inZero = zero.begin();
        Transaction inOne = one.begin()) {
      for (int i = from; i < to; i++) {
        Concept concept = concepts.apply(i);
        boolean isZero = KeyPartitioner.partition(concept.id().getBytes(UTF_8), 2) == 0;
        (isZero ? inZero : inOne).put(concept);
      }
      inZero.commit();
      inOne.commit();
    }
  }

  /** The items of all pages. */
  private static <T, R> List<T> all(
      BiFunction<Integer, @Nullable String, Found<RankedPage<R>>> query,
      Function<R, List<T>> items,
      int... limits) {
    List<T> found = new ArrayList<>();
    String cursor = null;
    for (int page = 0; page == 0 || cursor != null; page++) {
      int limit = limits[page % limits.length];
      Found<RankedPage<R>> next = query.apply(limit, cursor);
      assertTrue(next.coverage().isWhole());
      assertFalse(next.value().moved());
      List<T> shown = items.apply(next.value().value());
      cursor = next.value().nextCursor();
      assertTrue(cursor == null ? shown.size() <= limit : shown.size() == limit);
      found.addAll(shown);
    }
    return found;
  }

  private List<Hit> searched(TextSearch search, int... limits) {
    return all(
        (limit, cursor) -> pages.search(search.withLimit(limit), cursor, OPTIONS),
        TextHits::items,
        limits);
  }

  @Test
  void pagesOfASearchAreTheSearch() {
    for (String filter : List.of("", "x < 4")) {
      TextSearch search =
          new TextSearch("page number", 1, null)
              .withFilter(ConceptFilter.parse(filter))
              .withDetail(Detail.CONCEPT);
      List<Hit> best = single().search(search.withLimit(1_000), OPTIONS).value().items();
      List<Hit> paged = searched(search, 1_000, 1, 700);
      assertEquals(best, paged.subList(0, best.size()));
      List<String> ids =
          single()
              .search(search.withDetail(Detail.ID).withLimit(10_000), OPTIONS)
              .value()
              .items()
              .stream()
              .map(Hit::id)
              .toList();
      assertEquals(ids, paged.stream().map(Hit::id).toList());
      assertEquals(ids.size(), new HashSet<>(ids).size());
      assertEquals(ids, searched(search, 97).stream().map(Hit::id).toList());
    }
  }

  @Test
  void highlightsAndExplanationsReachAThousandItems() {
    TextSearch search =
        new TextSearch("page number", 400, null).withHighlight(true).withExplain(true);
    List<Hit> best = single().search(search.withLimit(1_000), OPTIONS).value().items();
    Found<RankedPage<TextHits>> first = pages.search(search, null, OPTIONS);
    Found<RankedPage<TextHits>> second = pages.search(search, first.value().nextCursor(), OPTIONS);
    assertEquals(best.subList(400, 800), second.value().value().items());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> pages.search(search, second.value().nextCursor(), OPTIONS));
    assertEquals("highlights and explanations are of the first 1000 items only", e.getMessage());
  }

  @Test
  void pagesOfSimilarConceptsAreTheNearest() {
    for (boolean exact : List.of(true, false)) {
      SimilarQuery query =
          new SimilarQuery(new float[] {3, 5}, 1, -1, exact, null).withDetail(Detail.VECTOR);
      List<Hit> best = single().similar(query.withLimit(1_000), OPTIONS).value().items();
      List<Hit> paged =
          all(
              (limit, cursor) -> pages.similar(query.withLimit(limit), cursor, OPTIONS),
              SimilarHits::items,
              333,
              1_000);
      assertEquals(CONCEPTS + 2, paged.size());
      assertEquals(CONCEPTS + 2, paged.stream().map(Hit::id).distinct().count());
      if (exact) {
        assertEquals(
            best.stream().map(Hit::id).toList(),
            paged.subList(0, 1_000).stream().map(Hit::id).toList());
      }
      Concept last = Objects.requireNonNull(paged.getLast().concept());
      assertEquals(2, Objects.requireNonNull(last.vector()).length);
    }
  }

  @Test
  void pagesOfAHybridQueryHaveItsDepth() {
    HybridQuery.Builder query =
        HybridQuery.builder()
            .text("page number")
            .vector(new float[] {3, 5})
            .diversity(0.3)
            .depth(300)
            .boosts(new Boosts(0, 1, 1_000, 5_000));
    List<String> best = ids(single().hybrid(query.limit(1_000).build(), OPTIONS).value());
    List<String> paged =
        all(
                (limit, cursor) ->
                    // The time of the first page counts.
                    pages.hybrid(
                        query
                            .limit(limit)
                            .boosts(new Boosts(0, 1, 1_000, cursor == null ? 5_000 : 99_000))
                            .build(),
                        cursor,
                        OPTIONS),
                HybridHits::items,
                7,
                100)
            .stream()
            .map(HybridHit::id)
            .toList();
    assertEquals(best, paged);
    assertTrue(best.size() > 300);
  }

  @Test
  void pagesOfADeepHybridQueryReachTenThousandItems() {
    put(CONCEPTS, 10_200, i -> concept(i, "page " + (i % 9 == 0 ? "nine" : ""), i % 17, i % 19));
    HybridQuery query =
        HybridQuery.builder()
            .text("page number nine")
            .vector(new float[] {3, 5})
            .limit(1_000)
            .depth(10_000)
            .build();
    List<HybridHit> paged =
        all(
            (limit, cursor) ->
                pages.hybrid(query.toBuilder().limit(limit).build(), cursor, OPTIONS),
            HybridHits::items,
            1_000,
            999);
    HybridQuery all = query.toBuilder().detail(Detail.ID).limit(10_000).build();
    HybridHits best = single().hybrid(all, OPTIONS).value();
    assertEquals(10_000, paged.size());
    assertEquals(ids(best), paged.stream().map(HybridHit::id).toList());
    assertEquals(
        best.items().stream().map(HybridHit::places).toList(),
        paged.stream().map(HybridHit::places).toList());
    paged.forEach(hit -> assertNotNull(hit.text(), hit::id));
    assertNull(best.items().getFirst().text(), "ids alone were asked for");
  }

  private static List<String> ids(HybridHits hits) {
    return hits.items().stream().map(HybridHit::id).toList();
  }

  @Test
  void pagesEndAtTenThousandItems() {
    put(CONCEPTS, 10_100, i -> concept(i, "page", 1, 1));
    List<Hit> paged = searched(new TextSearch("page", 1, null), 1_000, 999);
    assertEquals(10_000, paged.size());
    assertEquals(10_000, paged.stream().map(Hit::id).distinct().count());
  }

  @Test
  void writesBetweenPagesAreSaid() {
    TextSearch search = new TextSearch("page", 10, null);
    String cursor = pages.search(search, null, OPTIONS).value().nextCursor();
    there.at(Position.emptyPosition().withComponent("events", 1, 7));
    Found<RankedPage<TextHits>> second = pages.search(search, cursor, OPTIONS);
    assertTrue(second.value().moved());
    assertEquals(10, second.value().value().items().size());
    assertTrue(pages.search(search, second.value().nextCursor(), OPTIONS).value().moved());
    assertFalse(pages.search(search, null, OPTIONS).value().moved());
  }

  @Test
  void cursorsOfOtherQueriesAreRefused() {
    TextSearch search = new TextSearch("page", 10, null);
    String cursor =
        Objects.requireNonNull(pages.search(search, null, OPTIONS).value().nextCursor());
    SimilarQuery similar = new SimilarQuery(new float[] {3, 5}, 10, -1, true, null);
    for (TextSearch other :
        List.of(
            new TextSearch("number", 10, null),
            search.withFuzzy(true),
            search.withMode(TextSearch.Mode.ALL),
            search.withFilter(ConceptFilter.parse("x = 1")))) {
      assertRefused(() -> pages.search(other, cursor, OPTIONS));
    }
    assertRefused(() -> pages.similar(similar, cursor, OPTIONS));
    for (String garbled : List.of("", "A", cursor + "A", cursor.substring(1), "ä")) {
      assertRefused(() -> pages.search(search, garbled, OPTIONS));
    }
    String ofSimilar = pages.similar(similar, null, OPTIONS).value().nextCursor();
    assertRefused(
        () ->
            pages.similar(
                new SimilarQuery(new float[] {3, 6}, 10, -1, true, null), ofSimilar, OPTIONS));
    HybridQuery.Builder hybrid = HybridQuery.builder().text("page").limit(5);
    String ofHybrid = pages.hybrid(hybrid.build(), null, OPTIONS).value().nextCursor();
    assertRefused(() -> pages.hybrid(hybrid.depth(77).build(), ofHybrid, OPTIONS));
    assertNull(
        pages.search(search.withLimit(1_000), null, OPTIONS).value().value().items().stream()
            .filter(hit -> hit.text() == null)
            .findFirst()
            .orElse(null));
  }

  private static void assertRefused(Runnable query) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, query::run);
    assertTrue(String.valueOf(e.getMessage()).startsWith("cursor does not belong"), e.toString());
  }
}
