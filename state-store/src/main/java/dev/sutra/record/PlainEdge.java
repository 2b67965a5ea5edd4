package dev.sutra.record;

/**
 * Checks a half-edge row without decoding it. Accepts valid rows whose names are ASCII and whose
 * numbers have an ordinary length, which nearly all rows are. A row that it does not accept may be
 * valid nevertheless: the decoder decides.
 */
final class PlainEdge {
  private static final int KEY_BYTES_MIN = 6;

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
        || !Utf8.isAscii(bytes, start, end)) {
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
    return PlainVarints.sourceEnd(bytes, at, end) == end;
  }

  private static boolean isFraction(float value) {
    return value >= 0 && value <= 1;
  }
}
