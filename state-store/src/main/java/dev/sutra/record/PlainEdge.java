package dev.sutra.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks a half-edge row without decoding it. Accepts valid rows whose names are ASCII and whose
 * numbers have an ordinary length, which nearly all rows are. A row that it does not accept may be
 * valid nevertheless: the decoder decides.
 */
final class PlainEdge {
  private static final int KEY_BYTES_MIN = 6;
  // Shorter than any that could overflow what they are read into.
  private static final int PARTITION_BYTES_MAX = 4;
  private static final int OFFSET_BYTES_MAX = 9;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PlainEdge() {}

  static boolean isValid(
      byte[] bytes, int keyOffset, int keyLength, int valueOffset, int valueLength) {
    return isKey(bytes, keyOffset, keyOffset + keyLength)
        && isValue(bytes, valueOffset, valueOffset + valueLength);
  }

  private static boolean isKey(byte[] bytes, int start, int end) {
    // A length above 127 is not plain either, for its byte is not ASCII.
    if (end - start < KEY_BYTES_MIN
        || (bytes[start] != RowKeys.EDGE_OUT && bytes[start] != RowKeys.EDGE_IN)
        || !isAscii(bytes, start, end)) {
      return false;
    }
    int typeAt = start + 3 + bytes[start + 1];
    if (typeAt >= end) {
      return false;
    }
    int farLength = end - (typeAt + 2 + bytes[typeAt]);
    return farLength >= 1 && farLength <= Limits.ID_BYTES_MAX;
  }

  private static boolean isValue(byte[] bytes, int start, int end) {
    if (end - start < AssociationHeader.BYTES
        || bytes[start] != AssociationHeader.FORMAT_VERSION
        || !isFraction(AssociationHeader.weight(bytes, start))
        || !isFraction(AssociationHeader.confidence(bytes, start))) {
      return false;
    }
    int at = start + AssociationHeader.BYTES;
    if ((bytes[start + 1] & AssociationHeader.HAS_SOURCE) == 0) {
      return at == end;
    }
    int topicBytes = varintEnd(bytes, at, end, 2) - at;
    if (topicBytes <= 0) {
      return false;
    }
    int length = topicBytes == 1 ? bytes[at] : (bytes[at] & 0x7f) | bytes[at + 1] << 7;
    at += topicBytes;
    if (length > RowReader.TOPIC_BYTES_MAX
        || length > end - at
        || !isAscii(bytes, at, at + length)) {
      return false;
    }
    at = varintEnd(bytes, at + length, end, PARTITION_BYTES_MAX);
    return at > 0 && varintEnd(bytes, at, end, OFFSET_BYTES_MAX) == end;
  }

  /** Where a number ends that begins here; -1 if it is cut or longer than that. */
  private static int varintEnd(byte[] bytes, int start, int end, int bytesMax) {
    for (int at = start; at < Math.min(end, start + bytesMax); at++) {
      if (bytes[at] >= 0) {
        return at + 1;
      }
    }
    return -1;
  }

  private static boolean isFraction(float value) {
    return value >= 0 && value <= 1;
  }

  private static boolean isAscii(byte[] bytes, int start, int end) {
    long seen = 0;
    int at = start;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      seen |= (long) LONG.get(bytes, at);
    }
    for (; at < end; at++) {
      seen |= bytes[at];
    }
    return (seen & HIGH_BITS) == 0;
  }
}
