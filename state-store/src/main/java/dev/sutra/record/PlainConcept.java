package dev.sutra.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks a concept row without decoding it. Accepts valid rows whose numbers have an ordinary
 * length, which nearly all rows are. A row that it does not accept may be valid nevertheless: the
 * decoder decides.
 */
final class PlainConcept {
  private static final int STRENGTH = 20;
  private static final int CONFIDENCE = 24;
  private static final int FAILED = -1;
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private PlainConcept() {}

  static boolean isValid(
      byte[] bytes, int keyOffset, int keyLength, int valueOffset, int valueLength) {
    int idBytes = keyLength - 1;
    return idBytes >= 1
        && idBytes <= Limits.ID_BYTES_MAX
        && bytes[keyOffset] == RowKeys.CONCEPT
        && Utf8.isValid(bytes, keyOffset + 1, keyOffset + keyLength)
        && isValue(bytes, valueOffset, valueOffset + valueLength);
  }

  private static boolean isValue(byte[] bytes, int start, int end) {
    if (end - start <= ConceptRow.HEADER_BYTES
        || bytes[start] != ConceptRow.FORMAT_VERSION
        || !isFraction((float) FLOAT.get(bytes, start + STRENGTH))
        || !isFraction((float) FLOAT.get(bytes, start + CONFIDENCE))) {
      return false;
    }
    int flags = bytes[start + 1];
    int at = start + ConceptRow.HEADER_BYTES;
    if ((flags & ConceptRow.HAS_SOURCE) != 0) {
      at = PlainVarints.sourceEnd(bytes, at, end);
    }
    if ((flags & ConceptRow.HAS_TEXT) != 0) {
      at = stringEnd(bytes, at, end, 0, Limits.TEXT_BYTES_MAX);
    }
    at = attributesEnd(bytes, at, end);
    int vectorBytes = 0;
    if ((flags & ConceptRow.HAS_VECTOR) != 0) {
      int dimension = ConceptRow.dimension(bytes, start);
      if (dimension == 0 || dimension > Limits.DIMENSION_MAX) {
        return false;
      }
      vectorBytes = Float.BYTES * dimension;
    }
    return at >= 0 && at + vectorBytes == end;
  }

  private static int attributesEnd(byte[] bytes, int start, int end) {
    if (start < 0 || start >= end) {
      return FAILED;
    }
    int count = bytes[start];
    if (count < 0 || count > Limits.ATTRIBUTES_MAX) {
      return FAILED;
    }
    int at = start + 1;
    for (int i = 0; i < count && at >= 0; i++) {
      at = stringEnd(bytes, at, end, 1, Limits.ATTRIBUTE_NAME_BYTES_MAX);
      if (at < 0 || at >= end) {
        return FAILED;
      }
      at = attributeEnd(bytes, at, end);
    }
    return at;
  }

  private static int attributeEnd(byte[] bytes, int kindAt, int end) {
    int at = kindAt + 1;
    return switch (bytes[kindAt]) {
      case ConceptRow.STRING -> stringEnd(bytes, at, end, 0, Limits.ATTRIBUTE_VALUE_BYTES_MAX);
      case ConceptRow.LONG -> at + Long.BYTES <= end ? at + Long.BYTES : FAILED;
      case ConceptRow.DOUBLE ->
          at + Double.BYTES <= end && Double.isFinite((double) DOUBLE.get(bytes, at))
              ? at + Double.BYTES
              : FAILED;
      case ConceptRow.FALSE, ConceptRow.TRUE -> at;
      default -> FAILED;
    };
  }

  private static int stringEnd(byte[] bytes, int start, int end, int bytesMin, int bytesMax) {
    if (start < 0) {
      return FAILED;
    }
    int at = PlainVarints.end(bytes, start, end, PlainVarints.LENGTH_BYTES_MAX);
    if (at < 0) {
      return FAILED;
    }
    int length = PlainVarints.number(bytes, start, at);
    boolean valid =
        length >= bytesMin
            && length <= bytesMax
            && length <= end - at
            && Utf8.isValid(bytes, at, at + length);
    return valid ? at + length : FAILED;
  }

  private static boolean isFraction(float value) {
    return value >= 0 && value <= 1;
  }
}
