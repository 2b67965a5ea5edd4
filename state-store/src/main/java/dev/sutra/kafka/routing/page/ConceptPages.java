package dev.sutra.kafka.routing.page;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.RankedPlace;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pages of rankings. A page is cut out of the best items up to its end, so all pages together are
 * the ranking itself, while nothing is written; otherwise {@link RankedPage#moved} says so. Pages
 * reach {@link QueryLimits#RANKED_MAX} items.
 *
 * <p>A cursor belongs to the query without its limit and details; with another one, it is an {@link
 * IllegalArgumentException}. Other errors are those of {@link ConceptQueries}. Thread-safe.
 */
public final class ConceptPages {
  private final ConceptQueries queries;

  public ConceptPages(ConceptQueries queries) {
    this.queries = queries;
  }

  /**
   * A page of the concepts whose text matches best.
   *
   * @param search its limit is that of the page
   * @param cursor of the page; null: the first one
   * @throws IllegalArgumentException also if texts are to be highlighted, or scores explained, of
   *     items beyond {@link QueryLimits#ITEMS_MAX}
   */
  public Found<RankedPage<TextHits>> search(
      TextSearch search, @Nullable String cursor, QueryOptions options) {
    String identity =
        Window.identity(
            "search", search.text(), search.mode(), search.fuzzy(), search.filter().text());
    Window window = new Window(identity, search.limit(), QueryLimits.RANKED_MAX, cursor);
    boolean isShownHow = search.highlight() || search.explain();
    if (window.isDeep() && isShownHow) {
      throw new IllegalArgumentException(
          "highlights and explanations are of the first " + QueryLimits.ITEMS_MAX + " items only");
    }
    final long start = System.nanoTime();
    Detail detail = isShownHow ? search.detail() : neededDetail(window, search.detail());
    int top = window.top(most(detail));
    Found<TextHits> found = queries.search(search.withDetail(detail).withLimit(top), options);
    TextHits hits = found.value();
    Page<Hit> page = page(window, hits.items(), top, 0, found.coverage());
    if (detail != search.detail()) {
      page = withConcepts(page, search.detail(), options.since(start));
    }
    return page.found(new TextHits(page.items, hits.ignored(), hits.expanded()));
  }

  /**
   * A page of the concepts with the nearest vectors.
   *
   * @param query its limit is that of the page. The cursor belongs to the id of the excluded
   *     concept instead of the vector, if there is one: its vector may change
   * @param cursor of the page; null: the first one
   */
  public Found<RankedPage<SimilarHits>> similar(
      SimilarQuery query, @Nullable String cursor, QueryOptions options) {
    String excluded = query.excludedId();
    String identity =
        Window.identity(
            "similar",
            excluded == null ? Arrays.toString(query.vector()) : excluded,
            query.minScore(),
            query.exact(),
            query.targetRecall(),
            query.filter().text());
    Window window = new Window(identity, query.limit(), QueryLimits.RANKED_MAX, cursor);
    final long start = System.nanoTime();
    Detail detail = neededDetail(window, query.detail());
    int top = window.top(most(detail));
    Found<SimilarHits> found = queries.similar(query.withDetail(detail).withLimit(top), options);
    SimilarHits hits = found.value();
    Page<Hit> page = page(window, hits.items(), top, 0, found.coverage());
    if (detail != query.detail()) {
      page = withConcepts(page, query.detail(), options.since(start));
    }
    return page.found(new SimilarHits(page.items, hits.exact(), hits.scan()));
  }

  /**
   * A page of the concepts that are best in several rankings together.
   *
   * @param query its limit is that of the page; the cursor belongs to its depth. With diversity,
   *     pages reach {@link QueryLimits#ITEMS_MAX} items
   * @param cursor of the page; null: the first one, whose time counts for all of them
   */
  public Found<RankedPage<HybridHits>> hybrid(
      HybridQuery query, @Nullable String cursor, QueryOptions options) {
    Boosts boosts = query.boosts();
    String identity =
        Window.identity(
            "hybrid",
            query.text(),
            query.excludedId() == null ? Arrays.toString(query.vector()) : query.excludedId(),
            query.anchors(),
            query.weight(HybridQuery.Ranking.TEXT),
            query.weight(HybridQuery.Ranking.VECTOR),
            query.weight(HybridQuery.Ranking.GRAPH),
            query.fusion(),
            query.depth(),
            query.filter().text(),
            boosts.strength(),
            boosts.recency(),
            boosts.halfLifeMillis(),
            query.diversity());
    // Each choice of a diverse item looks at all the others.
    int most = query.diversity() > 0 ? QueryLimits.ITEMS_MAX : QueryLimits.RANKED_MAX;
    Window window = new Window(identity, query.limit(), most, cursor);
    final long start = System.nanoTime();
    RankedPlace last = window.last();
    long now = last == null ? boosts.nowMillis() : last.nowMillis();
    Detail detail = query.isDeep() ? Detail.ID : neededDetail(window, query.detail());
    int top = window.top(most(detail));
    HybridQuery asked =
        query.toBuilder()
            .limit(top)
            .detail(detail)
            .boosts(new Boosts(boosts.strength(), boosts.recency(), boosts.halfLifeMillis(), now))
            .build();
    Found<HybridHits> found = queries.hybrid(asked, options);
    HybridHits hits = found.value();
    Page<HybridHit> page = page(window, hits.items(), top, now, found.coverage());
    if (detail != query.detail()) {
      Detail wanted = query.detail();
      page =
          withConcepts(
              page,
              HybridHit::id,
              (hit, concept) -> hit.with(concept, wanted),
              wanted,
              options.since(start));
    }
    return page.found(new HybridHits(page.items, hits.exact()));
  }

  /** The hits of a page, and where they come from. */
  private record Page<H>(
      List<H> items, @Nullable String nextCursor, boolean moved, Coverage coverage) {
    <T> Found<RankedPage<T>> found(T value) {
      return new Found<>(new RankedPage<>(value, nextCursor, moved), coverage);
    }
  }

  /** Of a later page, only the items that it shows are read. */
  private static Detail neededDetail(Window window, Detail wanted) {
    return window.isLater() || window.isDeep() ? Detail.ID : wanted;
  }

  private static int most(Detail detail) {
    return detail == Detail.ID ? QueryLimits.RANKED_MAX : QueryLimits.ITEMS_MAX;
  }

  private static <H> Page<H> page(
      Window window, List<H> ranked, int top, long now, Coverage coverage) {
    long state = Window.state(coverage);
    return new Page<>(
        window.shown(ranked),
        window.next(ranked.size(), top, state, now),
        window.hasMoved(state),
        coverage);
  }

  private Page<Hit> withConcepts(Page<Hit> page, Detail detail, QueryOptions options) {
    return withConcepts(
        page,
        Hit::id,
        (hit, concept) -> new Hit(hit.id(), concept.text(), hit.score(), detail.carried(concept)),
        detail,
        options);
  }

  /** Reads the concepts of the items, and leaves out those that were deleted in between. */
  private <H> Page<H> withConcepts(
      Page<H> page,
      Function<H, String> id,
      BiFunction<H, Concept, H> with,
      Detail detail,
      QueryOptions options) {
    if (page.items.isEmpty()) {
      return page;
    }
    List<String> ids = page.items.stream().map(id).toList();
    Found<Map<String, Concept>> concepts = queries.concepts(ids, detail, options);
    List<H> hits = new ArrayList<>();
    for (H hit : page.items) {
      Concept concept = concepts.value().get(id.apply(hit));
      if (concept != null) {
        hits.add(with.apply(hit, concept));
      }
    }
    Coverage coverage = page.coverage.and(concepts.coverage());
    boolean moved = page.moved || !coverage.oneMoment() || hits.size() < ids.size();
    return new Page<>(hits, page.nextCursor, moved, coverage);
  }
}
