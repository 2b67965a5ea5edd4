package dev.sutra.engine.query;

import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A concept on the timeline.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param updatedAt event time of its last write, ms since the epoch
 * @param concept the concept as of the same moment, as far as the query asked for it; null: it
 *     asked for the text only
 */
public record TimelineEntry(
    String id, @Nullable String text, long updatedAt, @Nullable Concept concept) {
  /** Creates an entry with its text only. */
  public TimelineEntry(String id, @Nullable String text, long updatedAt) {
    this(id, text, updatedAt, null);
  }

  /**
   * The cursor of the page after this entry. It is valid for every store.
   *
   * @param query the query that returned this entry; its limit may differ
   */
  public String cursor(TimelineQuery query) {
    return PageCursor.of(query, updatedAt, id);
  }
}
