package dev.sutra.engine.graph;

import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import dev.sutra.record.RowKeys;
import java.util.Arrays;
import java.util.List;

/**
 * Which associations of a concept are followed.
 *
 * @param direction away from the concept, towards it, or both
 * @param types only associations of these types, at most {@link GraphLimits#TYPES_MAX}; empty: of
 *     every type. Kept in the order of the rows, each once
 */
public record EdgeSelection(Direction direction, List<String> types) {
  /** All associations that leave a concept. */
  public static final EdgeSelection OUT = new EdgeSelection(Direction.OUT, List.of());

  /**
   * Checks and orders the types.
   *
   * @throws IllegalArgumentException if there are too many, or one is invalid
   */
  public EdgeSelection {
    types.forEach(Limits::checkType);
    types = types.stream().distinct().sorted(EdgeSelection::compareTypes).toList();
    if (types.size() > GraphLimits.TYPES_MAX) {
      throw new IllegalArgumentException(
          types.size() + " types; at most " + GraphLimits.TYPES_MAX + " are allowed");
    }
  }

  /** The order of types in rows. */
  static int compareTypes(String a, String b) {
    return Arrays.compareUnsigned(
        RowKeys.edges(RowKeys.EDGE_OUT, a), RowKeys.edges(RowKeys.EDGE_OUT, b));
  }
}
