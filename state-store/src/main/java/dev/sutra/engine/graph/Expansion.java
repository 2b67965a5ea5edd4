package dev.sutra.engine.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an {@link ExpandQuery}.
 *
 * @param items the most activated first, then by id
 * @param edges how many edges were read
 * @param cut why it ended early; null: it did not. If it was cut, activation of what was not read
 *     is missing, so the order may be another one
 */
public record Expansion(List<Activated> items, int edges, @Nullable Cut cut) {
  public Expansion {
    items = List.copyOf(items);
  }

  /**
   * A concept that was activated.
   *
   * @param distance the least number of steps from a seed
   * @param activation what has arrived in all steps, 0 or more
   */
  public record Activated(String id, int distance, double activation) {}
}
