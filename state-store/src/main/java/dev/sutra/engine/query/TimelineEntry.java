package dev.sutra.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * A concept on the timeline.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param updatedAt event time of its last write, ms since the epoch
 */
public record TimelineEntry(String id, @Nullable String text, long updatedAt) {

  /**
   * The cursor of the page after this entry. It is valid for every store.
   *
   * @param query the query that returned this entry; its limit may differ
   */
  public String cursor(TimelineQuery query) {
    return PageCursor.of(query, updatedAt, id);
  }
}
