package dev.sutra.record;

import java.util.Arrays;

/**
 * Reads half-edges of one concept after the other with few copies: type, other end and all values
 * but the source position. {@link #begin} comes first. Not thread-safe.
 */
public final class HalfEdgeReader {
  private static final byte[] NO_BYTES = {};

  // The header, and what it takes to copy it eight bytes at a time.
  private final byte[] value = new byte[(AssociationHeader.BYTES + 7) & -8];
  // The last type; the next one is often the same.
  private byte[] typeBytes = NO_BYTES;
  private int edgesLength;
  private String type = "";
  private String otherEnd = "";

  /**
   * Begins with the half-edges of a concept in one direction.
   *
   * @param edges the prefix of all their keys, of {@link RowKeys#edges(byte, String)}
   */
  public void begin(byte[] edges) {
    edgesLength = edges.length;
  }

  /**
   * Reads the current row of an iterator.
   *
   * @throws RowFormatException if it is not a half-edge of a known version
   */
  public void read(SortedRows rows) {
    readKey(rows.keyBuffer(), rows.keyOffset(), rows.keyLength());
    AssociationHeader.check(value, rows.copyValue(value));
  }

  /**
   * Reads a row.
   *
   * @throws RowFormatException if it is not a half-edge of a known version
   */
  public void read(byte[] key, byte[] row) {
    readKey(key, 0, key.length);
    System.arraycopy(row, 0, value, 0, Math.min(row.length, value.length));
    AssociationHeader.check(value, row.length);
  }

  private void readKey(byte[] key, int offset, int length) {
    int typeAt = offset + edgesLength + 1;
    int end = offset + length;
    int typeLength = typeAt <= end ? (key[typeAt - 1] & 0xff) + 1 : 0;
    int otherAt = typeAt + typeLength;
    if (typeLength == 0 || otherAt >= end) {
      throw new RowFormatException("the key of a half-edge is cut short");
    }
    if (!isEqual(typeBytes, key, typeAt, typeLength)) {
      type = RowKeys.utf8(key, typeAt, typeLength);
      typeBytes = Arrays.copyOfRange(key, typeAt, otherAt);
    }
    otherEnd = RowKeys.utf8(key, otherAt, end - otherAt);
  }

  /** Types are too short for the JDK's comparison. */
  private static boolean isEqual(byte[] bytes, byte[] key, int at, int length) {
    boolean same = length == bytes.length;
    for (int i = 0; same && i < length; i++) {
      same = key[at + i] == bytes[i];
    }
    return same;
  }

  public String type() {
    return type;
  }

  /** The id at the other end. */
  public String otherEnd() {
    return otherEnd;
  }

  public float weight() {
    return AssociationHeader.weight(value, 0);
  }

  public float confidence() {
    return AssociationHeader.confidence(value, 0);
  }

  public long updatedAt() {
    return AssociationHeader.updatedAt(value);
  }
}
