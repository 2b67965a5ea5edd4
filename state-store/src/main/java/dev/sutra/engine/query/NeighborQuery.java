package dev.sutra.engine.query;

import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Queries the associations of one concept, ordered by (direction, type, other concept).
 *
 * @param id the concept
 * @param direction direction of the associations
 * @param type only associations of this type; null: of every type
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param cursor the {@link NeighborPage#cursor()} of the previous page of the same query (the limit
 *     may differ); null: first page. Running the query with a cursor of another query throws {@link
 *     IllegalArgumentException}
 * @param filter conditions on the concepts at the other ends; other than {@link ConceptFilter#NONE}
 *     it excludes those that the store does not have. A page with a filter may have fewer items
 *     than the limit, or none, before the last one, because at most {@link #EXAMINED_MAX}
 *     associations are examined for it
 */
public record NeighborQuery(
    String id,
    Direction direction,
    @Nullable String type,
    int limit,
    @Nullable String cursor,
    ConceptFilter filter) {
  /** Most associations that are examined for a page of a query with a filter. */
  public static final int EXAMINED_MAX = 10_000;

  public NeighborQuery {
    Limits.checkId("id", id);
    if (type != null) {
      Limits.checkType(type);
    }
    QueryLimits.checkItems(limit);
  }

  /** A query without a filter. */
  public NeighborQuery(
      String id, Direction direction, @Nullable String type, int limit, @Nullable String cursor) {
    this(id, direction, type, limit, cursor, ConceptFilter.NONE);
  }

  /** The same query with another filter. A cursor stays that of the query with this filter. */
  public NeighborQuery withFilter(ConceptFilter other) {
    return new NeighborQuery(id, direction, type, limit, cursor, other);
  }

  /** The same query with another limit and cursor. */
  public NeighborQuery withPage(int otherLimit, @Nullable String otherCursor) {
    return new NeighborQuery(id, direction, type, otherLimit, otherCursor, filter);
  }
}
