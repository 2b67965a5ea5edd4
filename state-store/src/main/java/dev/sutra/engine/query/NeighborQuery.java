package dev.sutra.engine.query;

import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the associations of one concept, in the order of (direction, type, other end).
 *
 * @param id the concept
 * @param direction which half-edges
 * @param type only associations of this type; null: of every type
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param cursor where an earlier page of the same question ended, {@link NeighborPage#cursor()}
 *     (the limit may differ); null: from the start. One of another question fails when it is asked,
 *     with {@link IllegalArgumentException}
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
