package dev.sutra.app.api;

import dev.sutra.engine.query.Neighbor;
import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A neighbor with its concept, which may be in another partition than the association.
 *
 * @param neighbor the association as seen from the asked concept
 * @param concept the neighbor; null: it does not exist or is in a partition that did not answer
 */
public record NeighborItem(Neighbor neighbor, @Nullable Concept concept) {
  /** The text of the neighbor, or null. */
  public @Nullable String text() {
    return concept == null ? null : concept.text();
  }
}
