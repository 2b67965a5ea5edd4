package dev.sutra.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads properties that rows of all keyspaces share, and checks rows without decoding them. */
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

  /**
   * Checks that {@link ConceptRow#decode} accepts a concept row in an array, and that its key has a
   * valid id. Allocates nothing for ordinary rows. Whether a vector suits a store is not checked.
   *
   * @throws RowFormatException if key or value are not those of a concept row of a known version
   */
  public static void checkConcept(
      byte[] bytes, int keyOffset, int keyLength, int valueOffset, int valueLength) {
    if (!PlainConcept.isValid(bytes, keyOffset, keyLength, valueOffset, valueLength)) {
      byte[] key = Arrays.copyOfRange(bytes, keyOffset, keyOffset + keyLength);
      byte[] value = Arrays.copyOfRange(bytes, valueOffset, valueOffset + valueLength);
      ConceptRow.decode(RowKeys.checkedConceptId(key), value);
    }
  }
}
