package dev.sutra.record;

import org.jspecify.annotations.Nullable;

/** What can be told of any row. */
public final class Rows {
  private Rows() {}

  /**
   * The input record that a row was written for; null if the row does not say, or is not one of the
   * known keyspaces.
   *
   * @throws RowFormatException if the value is damaged
   */
  public static @Nullable SourcePosition source(byte[] key, byte[] value) {
    return switch (key.length == 0 ? 0 : key[0]) {
      case RowKeys.CONCEPT -> ConceptRow.source(value);
      case RowKeys.EDGE_OUT, RowKeys.EDGE_IN -> AssociationRow.source(value);
      default -> null;
    };
  }
}
