package dev.sutra.engine.graph;

import dev.sutra.record.Direction;

/** Gets the edges of several concepts, one by one. */
public interface EdgeVisitor {
  /**
   * The edges of a concept follow, if it has any.
   *
   * @param concept its place in the list that was asked for; each comes once, in their order
   * @return whether to go on
   */
  boolean begin(int concept);

  /**
   * An edge of the concept that was begun. Edges come in the order of direction (OUT first), type
   * and other end, as the rows of a store.
   *
   * @param direction OUT or IN
   * @param type of the association
   * @param other the concept at the other end
   * @param weight 0 to 1
   * @param confidence 0 to 1
   * @return whether to go on
   */
  boolean edge(Direction direction, String type, String other, float weight, float confidence);
}
