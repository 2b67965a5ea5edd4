package dev.sutra.record;

import org.jspecify.annotations.Nullable;

/** Reads properties that rows of all keyspaces share. */
public final class Rows {
  private Rows() {}

  /**
   * The input record that caused a row; null if the row does not have it or its keyspace is
   * unknown.
   *
   * @throws RowFormatException if the value is corrupt
   */
  public static @Nullable SourcePosition source(byte[] key, byte[] value) {
    return switch (key.length == 0 ? 0 : key[0]) {
      case RowKeys.CONCEPT -> ConceptRow.source(value);
      case RowKeys.EDGE_OUT, RowKeys.EDGE_IN -> AssociationRow.source(value);
      default -> null;
    };
  }
}
