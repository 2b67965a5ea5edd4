package dev.sutra.engine.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of neighbors whose concepts are in other stores than their associations. */
public final class FilteredNeighbors {
  /** At least so many associations are read together, as most of them may be filtered out. */
  private static final int READ_MIN = 100;

  private FilteredNeighbors() {}

  /**
   * Returns a page of neighbors that pass the query's filter.
   *
   * @param source gives pages of queries without a filter
   * @param passing gives those of some ids whose concepts exist and pass the filter
   */
  public static NeighborPage page(
      NeighborQuery query,
      Function<NeighborQuery, NeighborPage> source,
      Function<Set<String>, Set<String>> passing) {
    if (query.filter().isNone()) {
      return source.apply(query);
    }
    NeighborQuery plain = query.withFilter(ConceptFilter.NONE);
    String cursor = query.cursor() == null ? null : moved(query, query.cursor(), plain);
    List<Neighbor> items = new ArrayList<>();
    int examined = 0;
    while (true) {
      int wanted = Math.clamp(query.limit() - items.size(), READ_MIN, QueryLimits.ITEMS_MAX);
      NeighborPage page = source.apply(plain.withPage(wanted, cursor));
      String end = addItems(query, page, passing, items);
      examined += wanted;
      cursor = page.cursor();
      if (end != null || cursor == null) {
        return new NeighborPage(items, end);
      }
      if (examined >= NeighborQuery.EXAMINED_MAX) {
        return new NeighborPage(items, moved(plain, cursor, query));
      }
    }
  }

  /** Adds the items that pass; returns the cursor of the next page if the page is full before. */
  private static @Nullable String addItems(
      NeighborQuery query,
      NeighborPage page,
      Function<Set<String>, Set<String>> passing,
      List<Neighbor> items) {
    Set<String> ids = new LinkedHashSet<>();
    page.items().forEach(item -> ids.add(item.id()));
    Set<String> kept = ids.isEmpty() ? Set.of() : passing.apply(ids);
    for (Neighbor item : page.items()) {
      if (kept.contains(item.id())) {
        if (items.size() == query.limit()) {
          return PageCursor.of(query, items.getLast());
        }
        items.add(item);
      }
    }
    return items.size() == query.limit() && page.cursor() != null
        ? PageCursor.of(query, items.getLast())
        : null;
  }

  /** The cursor of a query as that of another one at the same place. */
  private static String moved(NeighborQuery from, String cursor, NeighborQuery to) {
    return PageCursor.of(to, PageCursor.place(from, cursor));
  }
}
