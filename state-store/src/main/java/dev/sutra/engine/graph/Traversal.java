package dev.sutra.engine.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link TraversalQuery}.
 *
 * @param items ordered by distance, then strength, the strongest first, then id
 * @param edges how many edges were read
 * @param cut why it ended early; null: it did not. The items of a traversal that was cut are
 *     reached, at their distance, but others may be missing, and stronger paths
 */
public record Traversal(List<Reached> items, int edges, @Nullable Cut cut) {
  public Traversal {
    items = List.copyOf(items);
  }
}
