package dev.sutra.attribute;

import dev.sutra.record.Attributes;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Receives the attributes of a concept row, without decoding its strings. Numbers are as {@link
 * Attributes#comparable} returns them.
 */
interface RowAttributes {
  /** Begins an attribute; its value follows. The name is UTF-8. */
  void name(byte[] row, int offset, int length);

  /** A string, as UTF-8. */
  void string(byte[] row, int offset, int length);

  void whole(long value);

  void floating(double value);

  void flag(boolean value);

  /**
   * Visits the attributes of a valid row.
   *
   * @param row contains the row, with or without its vector, from {@code offset} on
   */
  static void visit(byte[] row, int offset, RowAttributes visitor) {
    int at = ConceptRow.attributesOffset(row, offset);
    int count = Value.varint(row, at);
    at = Value.afterVarint(row, at);
    for (int i = 0; i < count; i++) {
      int nameLength = Value.varint(row, at);
      int name = Value.afterVarint(row, at);
      visitor.name(row, name, nameLength);
      at = Value.visit(row, name + nameLength, visitor);
    }
  }

  /** Reads values. */
  final class Value {
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Value() {}

    private static int visit(byte[] row, int kindAt, RowAttributes visitor) {
      int at = kindAt + 1;
      switch (row[kindAt]) {
        case ConceptRow.STRING -> {
          int length = Value.varint(row, at);
          int from = Value.afterVarint(row, at);
          visitor.string(row, from, length);
          return from + length;
        }
        case ConceptRow.LONG -> {
          visitor.whole((long) LONG.get(row, at));
          return at + Long.BYTES;
        }
        case ConceptRow.DOUBLE -> {
          double value = Double.longBitsToDouble((long) LONG.get(row, at));
          if (Attributes.isWhole(value)) {
            visitor.whole((long) value);
          } else {
            visitor.floating(value);
          }
          return at + Double.BYTES;
        }
        case ConceptRow.FALSE, ConceptRow.TRUE -> {
          visitor.flag(row[kindAt] == ConceptRow.TRUE);
          return at;
        }
        default -> throw new RowFormatException("attribute of unknown kind " + row[kindAt]);
      }
    }

    private static int afterVarint(byte[] row, int offset) {
      int at = offset;
      while (row[at] < 0) {
        at++;
      }
      return at + 1;
    }

    private static int varint(byte[] row, int offset) {
      int value = 0;
      int at = offset;
      int shift = 0;
      for (; row[at] < 0; shift += 7) {
        value |= (row[at++] & 0x7f) << shift;
      }
      return value | row[at] << shift;
    }
  }
}
