package dev.sutra.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The fields at the beginning of each half-edge row; {@link AssociationRow} has the layout. */
final class AssociationHeader {
  static final int FORMAT_VERSION = 1;
  static final int HAS_SOURCE = 1;

  /** Length: everything but the source position. */
  static final int BYTES = 26;

  private static final int CREATED_AT = 2;
  private static final int UPDATED_AT = 10;
  static final int WEIGHT = 18;
  private static final int CONFIDENCE = 22;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private AssociationHeader() {}

  /**
   * Checks the beginning of a row, so that its fields can be read.
   *
   * @param rowLength length of the whole row
   * @throws RowFormatException if it is not that of a half-edge row of a known version
   */
  static void check(byte[] row, int rowLength) {
    if (rowLength < BYTES) {
      throw new RowFormatException("a half-edge row of " + rowLength + " bytes");
    }
    if (row[0] != FORMAT_VERSION) {
      throw new RowFormatException("half-edge row of unknown format version " + row[0]);
    }
  }

  static long createdAt(byte[] row) {
    return (long) LONGS.get(row, CREATED_AT);
  }

  static long updatedAt(byte[] row) {
    return (long) LONGS.get(row, UPDATED_AT);
  }

  /** Weight in the row that starts at {@code offset}. */
  static float weight(byte[] bytes, int offset) {
    return (float) FLOATS.get(bytes, offset + WEIGHT);
  }

  /** Confidence in the row that starts at {@code offset}. */
  static float confidence(byte[] bytes, int offset) {
    return (float) FLOATS.get(bytes, offset + CONFIDENCE);
  }
}
