package dev.sutra.engine.graph;

import dev.sutra.record.Direction;
import dev.sutra.record.RowKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an {@link EdgesQuery}, or its beginning.
 *
 * @param types the types of the edges
 * @param edges in the order of the concepts that were asked for; those of one concept in the order
 *     of direction, type and other end
 * @param complete how many of the concepts, from the first, have all their edges in here. If it is
 *     less than were asked for, the next one may have some of its edges in here, and the limit was
 *     reached
 */
public record EdgesPage(List<String> types, List<Edge> edges, int complete) {
  /**
   * An edge.
   *
   * @param concept place of its concept in the query
   * @param type place of its type in {@link EdgesPage#types}
   * @param in whether it arrives at the concept
   * @param other the concept at the other end
   * @param weight 0 to 1
   * @param confidence 0 to 1
   */
  public record Edge(
      int concept, int type, boolean in, String other, float weight, float confidence) {
    Direction direction() {
      return in ? Direction.IN : Direction.OUT;
    }
  }

  /** No edges of no concepts. */
  public static final EdgesPage NONE = none(0);

  /** No edges of some concepts. */
  static EdgesPage none(int concepts) {
    return new EdgesPage(List.of(), List.of(), concepts);
  }

  String type(Edge edge) {
    return types.get(edge.type());
  }

  /** The row key of an edge of a concept. */
  byte[] key(String concept, Edge edge) {
    return edge.in()
        ? RowKeys.edgeIn(concept, type(edge), edge.other())
        : RowKeys.edgeOut(concept, type(edge), edge.other());
  }

  /**
   * The {@link EdgesQuery#after} of the query for the rest, which starts with the first concept
   * that is not complete; null: from its beginning.
   *
   * @param ids of the query of this page
   */
  byte @Nullable [] after(List<String> ids) {
    boolean begun = !edges.isEmpty() && edges.getLast().concept() == complete;
    return begun ? key(ids.get(complete), edges.getLast()) : null;
  }
}
