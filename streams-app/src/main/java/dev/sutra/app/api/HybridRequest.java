package dev.sutra.app.api;

import dev.sutra.engine.query.HybridQuery;
import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A hybrid query whose vector may have to be found first.
 *
 * @param id of a concept, whose vector is compared if the query has none, and which is an anchor if
 *     the query names none; it is no item. Null: none
 * @param query the rest; if it has neither a vector nor an id comes with it, its text is compared
 *     too where the instance has an embedder
 */
public record HybridRequest(@Nullable String id, HybridQuery query) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public HybridRequest {
    if (id != null) {
      Limits.checkId("id", id);
    } else if (query.isEmpty()) {
      throw new IllegalArgumentException("one of text, vector, id and anchors must be given");
    }
    if (query.text() != null) {
      QueryTexts.check("text", query.text());
    }
  }
}
