package dev.sutra.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the concepts last written in a span of event time, by (time, id).
 *
 * @param from first ms since the epoch
 * @param to last ms since the epoch, inclusive
 * @param newestFirst the order
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param cursor where an earlier page of the same question ended (the limit may differ); null: from
 *     the start. One of another question fails when it is asked, with {@link
 *     IllegalArgumentException}
 */
public record TimelineQuery(
    long from, long to, boolean newestFirst, int limit, @Nullable String cursor) {
  public TimelineQuery {
    QueryLimits.checkItems(limit);
    if (from > to) {
      throw new IllegalArgumentException("from (" + from + ") is after to (" + to + ")");
    }
  }
}
