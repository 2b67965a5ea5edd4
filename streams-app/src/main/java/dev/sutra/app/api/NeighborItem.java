package dev.sutra.app.api;

import dev.sutra.engine.query.Neighbor;
import org.jspecify.annotations.Nullable;

/**
 * A neighbor with its text, which may be in another partition than the association.
 *
 * @param neighbor the association as seen from the asked concept
 * @param text the neighbor's text; null: it has none, has not arrived yet, or is in a partition
 *     that did not answer
 */
public record NeighborItem(Neighbor neighbor, @Nullable String text) {}
