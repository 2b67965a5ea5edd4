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
   * The cursor of the page that begins behind this entry, whatever store it is asked of.
   *
   * @param query the question whose answer this entry is in; its limit may differ
   */
  public String cursor(TimelineQuery query) {
    return PageCursor.of(query, updatedAt, id);
  }
}
