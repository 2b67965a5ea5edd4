package dev.sutra.engine.query;

import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A concept in the result of a query.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param score higher is better; its meaning depends on the query
 * @param concept the concept as of the same moment, as far as the query asked for it; null: it
 *     asked for the text only
 */
public record Hit(String id, @Nullable String text, float score, @Nullable Concept concept) {
  /** Creates a hit with its text only. */
  public Hit(String id, @Nullable String text, float score) {
    this(id, text, score, null);
  }
}
