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
 */
public record NeighborQuery(
    String id, Direction direction, @Nullable String type, int limit, @Nullable String cursor) {
  public NeighborQuery {
    Limits.checkId("id", id);
    if (type != null) {
      Limits.checkType(type);
    }
    QueryLimits.checkItems(limit);
  }
}
