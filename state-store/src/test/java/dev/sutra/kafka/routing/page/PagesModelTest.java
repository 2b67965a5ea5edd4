package dev.sutra.kafka.routing.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.RandomConcepts;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.filter.RandomFilters;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages of random sizes over several partitions, compared with one question to one store that has
 * everything: random questions, filters and option sets, with flushes, compactions and restarts
 * between the pages, and with writes, which must be said. More: {@code -Dsutra.pages.runs=N
 * -Dsutra.pages.first=S}.
 */
class PagesModelTest {
  private static final int RUNS = Integer.getInteger("sutra.pages.runs", 12);
  private static final int ROUNDS = 6;
  private static final int ALL = 1_000;
  private static final QueryOptions OPTIONS = QueryOptions.DEFAULT;

  private static final Set<String> COMPARED = ConcurrentHashMap.newKeySet();

  static LongStream seeds() {
    long first = Long.getLong("sutra.pages.first", 0);
    return LongStream.range(first, first + RUNS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Execution(ExecutionMode.CONCURRENT)
  void allPagesAreTheRanking(long seed) throws IOException {
    Random random = new Random(seed);
    try (RandomPartitions stores = new RandomPartitions(random, seed, 1 + random.nextInt(4))) {
      new Run(random, stores).run();
    }
  }

  @AfterAll
  static void eachKindWasCompared() {
    assertEquals(Set.of("search", "similar", "hybrid"), COMPARED, "several pages, not estimated");
  }

  /** How the items of a page are shown; it may change from page to page. */
  private record Look(Detail detail, boolean highlight, boolean explain) {}

  /**
   * A page, or the whole ranking.
   *
   * @param exact whether nothing was estimated
   */
  private record Shown<T>(
      List<T> items, boolean exact, @Nullable String nextCursor, boolean moved) {}

  /** A question, asked in pages and as a whole. */
  private interface Question<T> {
    Shown<T> page(int limit, @Nullable String cursor, Look look);

    Shown<T> whole(Snapshot all, Look look);

    String id(T item);

    /** Whether it reads all partitions, and so sees each write. */
    default boolean readsAll() {
      return true;
    }
  }

  /** One run of one seed. */
  private static final class Run {
    private final Random random;
    private final RandomConcepts given;
    private final RandomPartitions stores;
    private final ConceptPages pages;

    Run(Random random, RandomPartitions stores) {
      this.random = random;
      this.stores = stores;
      this.given = stores.given();
      this.pages = new ConceptPages(stores.queries());
    }

    void run() throws IOException {
      for (int round = 0; round < ROUNDS; round++) {
        stores.write(1 + random.nextInt(60));
        stores.move();
        check("search", searching());
        check("similar", nearest());
        check("hybrid", fused());
        check("hybrid", fused());
        checkTimeline();
        checkNeighbors();
      }
    }

    private <T> void check(String kind, Question<T> question) throws IOException {
      if (random.nextInt(3) == 0) {
        writesBetweenPagesAreSaid(question);
      } else if (allPagesAreTheRanking(question) > 1) {
        COMPARED.add(kind);
      }
    }

    /** Returns the number of pages that were compared with an exact ranking. */
    private <T> int allPagesAreTheRanking(Question<T> question) throws IOException {
      int compared = 0;
      int from = 0;
      boolean exact = true;
      String cursor = null;
      List<String> ids = new ArrayList<>();
      do {
        Look look = look();
        int limit = limit();
        Shown<T> page = question.page(limit, cursor, look);
        Shown<T> whole = whole(question, look);
        assertFalse(page.moved(), "nothing was written");
        page.items().forEach(item -> ids.add(question.id(item)));
        exact &= page.exact();
        if (page.exact() && whole.exact()) {
          assertEquals(part(whole, from, limit), page.items());
          assertEquals(whole.items().size() > from + limit, page.nextCursor() != null, "more");
          compared++;
        }
        cursor = page.nextCursor();
        assertTrue(cursor == null || page.items().size() == limit, "a full page before the last");
        from += limit;
        if (random.nextInt(3) == 0) {
          stores.move();
        }
      } while (cursor != null);
      if (exact) {
        assertEquals(ids.size(), new HashSet<>(ids).size(), () -> "one is twice in " + ids);
      }
      return compared;
    }

    private <T> void writesBetweenPagesAreSaid(Question<T> question) throws IOException {
      Look look = look();
      int limit = limit();
      Shown<T> page = question.page(limit, null, look);
      assertFalse(page.moved());
      final List<T> before = whole(question, look).items();
      stores.write(1 + random.nextInt(3));
      stores.move();
      Shown<T> after = whole(question, look);
      for (int from = limit; page.nextCursor() != null; from += limit) {
        page = question.page(limit, page.nextCursor(), look);
        if (page.exact() && after.exact()) {
          assertEquals(part(after, from, limit), page.items(), "as it is now");
        }
        if (question.readsAll() || !before.equals(after.items())) {
          assertTrue(page.moved(), () -> "from " + before + " to " + after.items());
        }
      }
      assertFalse(question.page(limit, null, look).moved(), "a ranking of its own");
    }

    private <T> Shown<T> whole(Question<T> question, Look look) {
      try (Snapshot all = stores.all()) {
        return question.whole(all, look);
      }
    }

    private static <T> List<T> part(Shown<T> whole, int from, int limit) {
      int size = whole.items().size();
      return whole.items().subList(Math.min(from, size), Math.min(from + limit, size));
    }

    private Look look() {
      return new Look(given.oneOf(Detail.values()), random.nextBoolean(), random.nextBoolean());
    }

    private int limit() {
      return 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 9);
    }

    private ConceptFilter filter() {
      return random.nextInt(3) == 0 ? ConceptFilter.NONE : RandomFilters.filter(random);
    }

    private String words() {
      String words = given.word();
      for (int i = random.nextInt(4); i > 0; i--) {
        words += " " + given.word();
      }
      return words;
    }

    private Question<Hit> searching() {
      boolean operators = random.nextInt(3) == 0;
      TextSearch.Mode plain = random.nextInt(4) == 0 ? TextSearch.Mode.ALL : TextSearch.Mode.ANY;
      TextSearch search =
          TextSearch.of(
                  operators ? words() + " (" + words() + ")^2 -" + given.word() : words(),
                  operators ? TextSearch.Mode.QUERY : plain,
                  1)
              .withFuzzy(random.nextInt(4) == 0)
              .withFilter(filter());
      return new Question<>() {
        private TextSearch as(int limit, Look look) {
          return search
              .withLimit(limit)
              .withDetail(look.detail())
              .withHighlight(look.highlight())
              .withExplain(look.explain());
        }

        @Override
        public Shown<Hit> page(int limit, @Nullable String cursor, Look look) {
          return shown(
              pages.search(as(limit, look), cursor, OPTIONS), TextHits::items, hits -> true);
        }

        @Override
        public Shown<Hit> whole(Snapshot all, Look look) {
          return new Shown<>(all.search(as(ALL, look)), true, null, false);
        }

        @Override
        public String id(Hit item) {
          return item.id();
        }
      };
    }

    private Question<Hit> nearest() {
      float least = random.nextBoolean() ? Float.NEGATIVE_INFINITY : random.nextFloat() - 0.5f;
      String excluded = random.nextBoolean() ? given.id() : null;
      SimilarQuery query =
          new SimilarQuery(given.vector(), 1, least, random.nextBoolean(), excluded)
              .withFilter(filter());
      SimilarQuery exact =
          new SimilarQuery(query.vector(), ALL, least, true, excluded).withFilter(query.filter());
      return new Question<>() {
        @Override
        public Shown<Hit> page(int limit, @Nullable String cursor, Look look) {
          return shown(
              pages.similar(query.withLimit(limit).withDetail(look.detail()), cursor, OPTIONS),
              SimilarHits::items,
              SimilarHits::exact);
        }

        @Override
        public Shown<Hit> whole(Snapshot all, Look look) {
          SimilarHits hits = all.similar(exact.withDetail(look.detail()));
          return new Shown<>(hits.items(), hits.exact(), null, false);
        }

        @Override
        public String id(Hit item) {
          return item.id();
        }
      };
    }

    private Question<HybridHit> fused() {
      int rankings = 1 + random.nextInt(7);
      long now = random.nextInt(200);
      Boosts boosts = new Boosts(random.nextInt(2), random.nextInt(2), 50, now);
      HybridQuery.Builder builder =
          HybridQuery.builder()
              .text((rankings & 1) == 0 ? null : words())
              .anchors((rankings & 2) == 0 ? List.of() : List.of(given.id(), given.id()))
              .excludedId(random.nextBoolean() ? given.id() : null)
              .fusion(given.oneOf(Fusion.values()))
              .depth(1 + random.nextInt(60))
              .boosts(boosts)
              .diversity(random.nextInt(3) / 4.0)
              .filter(filter());
      if ((rankings & 4) != 0) {
        builder.vector(given.vector());
      }
      HybridQuery query = builder.build();
      return new Question<>() {
        @Override
        public Shown<HybridHit> page(int limit, @Nullable String cursor, Look look) {
          // The time of the first page counts.
          long time = cursor == null ? now : now + 77;
          HybridQuery asked =
              query.toBuilder()
                  .limit(limit)
                  .detail(look.detail())
                  .boosts(new Boosts(boosts.strength(), boosts.recency(), 50, time))
                  .build();
          return shown(pages.hybrid(asked, cursor, OPTIONS), HybridHits::items, HybridHits::exact);
        }

        @Override
        public Shown<HybridHit> whole(Snapshot all, Look look) {
          HybridHits hits = all.hybrid(query.toBuilder().limit(ALL).detail(look.detail()).build());
          return new Shown<>(hits.items(), hits.exact(), null, false);
        }

        @Override
        public String id(HybridHit item) {
          return item.id();
        }

        @Override
        public boolean readsAll() {
          return query.text() != null || query.vector() != null;
        }
      };
    }

    private static <R, T> Shown<T> shown(
        Found<RankedPage<R>> found, Function<R, List<T>> items, Function<R, Boolean> exact) {
      assertTrue(found.coverage().isWhole());
      RankedPage<R> page = found.value();
      return new Shown<>(
          items.apply(page.value()), exact.apply(page.value()), page.nextCursor(), page.moved());
    }

    private void checkTimeline() throws IOException {
      long from = random.nextInt(99);
      TimelineQuery query =
          new TimelineQuery(from, from + random.nextInt(60), random.nextBoolean(), ALL, null)
              .withFilter(filter());
      List<TimelineEntry> found = new ArrayList<>();
      String cursor = null;
      do {
        TimelineQuery next =
            new TimelineQuery(query.from(), query.to(), query.newestFirst(), limit(), cursor)
                .withFilter(query.filter());
        TimelinePage page = stores.queries().timeline(next, OPTIONS).value();
        found.addAll(page.items());
        cursor = page.cursor();
        stores.move();
      } while (cursor != null);
      try (Snapshot all = stores.all()) {
        assertEquals(all.timeline(query).items(), found, () -> query.filter().text());
      }
    }

    private void checkNeighbors() throws IOException {
      NeighborQuery query =
          new NeighborQuery(
                  given.id(),
                  given.oneOf(Direction.values()),
                  random.nextBoolean() ? null : given.type(),
                  ALL,
                  null)
              .withFilter(filter());
      List<Neighbor> found = new ArrayList<>();
      String cursor = null;
      do {
        NeighborPage page =
            stores.queries().neighbors(query.withPage(limit(), cursor), OPTIONS).value();
        found.addAll(page.items());
        cursor = page.cursor();
        stores.move();
      } while (cursor != null);
      try (Snapshot all = stores.all()) {
        assertEquals(all.neighbors(query).items(), found, () -> query.filter().text());
      }
    }
  }
}
