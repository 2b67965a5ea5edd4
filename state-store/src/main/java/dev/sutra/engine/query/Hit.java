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
 * @param match how its text matches, if a text search asked for that; else null
 */
public record Hit(
    String id,
    @Nullable String text,
    float score,
    @Nullable Concept concept,
    @Nullable TextMatch match) {
  /** Creates a hit that no search explains. */
  public Hit(String id, @Nullable String text, float score, @Nullable Concept concept) {
    this(id, text, score, concept, null);
  }

  /** Creates a hit with its text only. */
  public Hit(String id, @Nullable String text, float score) {
    this(id, text, score, null, null);
  }

  /** The same hit with how its text matches. */
  public Hit withMatch(@Nullable TextMatch other) {
    return new Hit(id, text, score, concept, other);
  }
}
