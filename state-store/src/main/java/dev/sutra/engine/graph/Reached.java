package dev.sutra.engine.graph;

import java.util.List;

/**
 * A concept that a traversal came to. It need not exist: an association may name any id.
 *
 * @param id the concept
 * @param distance the least number of steps to it, 1 or more
 * @param strength product of weight and confidence of all associations of the path, 0 to 1
 * @param path the steps from the start, the last one to the concept: of the paths with the fewest
 *     steps the strongest
 */
public record Reached(String id, int distance, double strength, List<Hop> path) {
  public Reached {
    path = List.copyOf(path);
  }
}
