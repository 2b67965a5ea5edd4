package dev.sutra.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * Queries the concepts last written in a range of event time, ordered by (time, id).
 *
 * @param from start of the range, ms since the epoch
 * @param to end of the range, ms since the epoch, inclusive
 * @param newestFirst whether to return the newest concepts first
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param cursor the {@link TimelinePage#cursor()} of the previous page of the same query (the limit
 *     may differ); null: first page. Running the query with a cursor of another query throws {@link
 *     IllegalArgumentException}
 * @param detail what the entries carry
 * @param filter further conditions on the results
 */
public record TimelineQuery(
    long from,
    long to,
    boolean newestFirst,
    int limit,
    @Nullable String cursor,
    Detail detail,
    ConceptFilter filter) {
  public TimelineQuery {
    QueryLimits.checkItems(limit);
    if (from > to) {
      throw new IllegalArgumentException("from (" + from + ") is after to (" + to + ")");
    }
  }

  /** A query without a filter, whose entries carry their texts. */
  public TimelineQuery(
      long from, long to, boolean newestFirst, int limit, @Nullable String cursor) {
    this(from, to, newestFirst, limit, cursor, Detail.TEXT, ConceptFilter.NONE);
  }

  /** The same query with another filter. */
  public TimelineQuery withFilter(ConceptFilter other) {
    return new TimelineQuery(from, to, newestFirst, limit, cursor, detail, other);
  }

  /** The same query with other contents of entries. */
  public TimelineQuery withDetail(Detail other) {
    return new TimelineQuery(from, to, newestFirst, limit, cursor, other, filter);
  }
}
