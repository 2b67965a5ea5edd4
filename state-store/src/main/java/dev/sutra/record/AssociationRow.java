package dev.sutra.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value of a half-edge row, format version 1, little-endian.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>format version, 1</td></tr>
 * <tr><td>1</td><td>flags: 1 source position</td></tr>
 * <tr><td>8, 8</td><td>createdAt, updatedAt</td></tr>
 * <tr><td>4, 4</td><td>weight, confidence (float32)</td></tr>
 * <tr><td>…</td><td>with flag 1: topic (string), partition, offset (varints)</td></tr>
 * </table>
 */
public final class AssociationRow {
  static final int FORMAT_VERSION = 1;
  static final int HAS_SOURCE = 1;
  static final int WEIGHT = 18;

  /** What every row begins with: all but the source position. */
  static final int HEADER_BYTES = 26;

  private static final int UPDATED_AT = 10;
  private static final int CONFIDENCE = 22;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private AssociationRow() {}

  /** Encodes everything but source, type and target, which are the key. */
  public static byte[] encode(Association association, @Nullable SourcePosition source) {
    RowWriter out = new RowWriter(HEADER_BYTES + (source == null ? 0 : 32));
    out.writeByte(FORMAT_VERSION)
        .writeByte(source == null ? 0 : HAS_SOURCE)
        .writeLong(association.createdAt())
        .writeLong(association.updatedAt())
        .writeFloat(association.weight())
        .writeFloat(association.confidence());
    if (source != null) {
      ConceptRow.writeSource(out, source);
    }
    return out.toBytes();
  }

  /**
   * Decodes an association from either of its half-edges.
   *
   * @throws RowFormatException if key or value are not those of a half-edge of a known version
   */
  public static Association decode(byte[] key, byte[] value) {
    if (key.length < 6 || (key[0] != RowKeys.EDGE_OUT && key[0] != RowKeys.EDGE_IN)) {
      throw new RowFormatException("not the key of a half-edge");
    }
    int nearLength = lengthAt(key, 1);
    int typeAt = 2 + nearLength;
    int typeLength = lengthAt(key, typeAt);
    int farAt = typeAt + 1 + typeLength;
    final String near = RowKeys.utf8(key, 2, nearLength);
    final String type = RowKeys.utf8(key, typeAt + 1, typeLength);
    final String far = RowKeys.utf8(key, farAt, key.length - farAt);

    RowReader in = new RowReader(value);
    int flags = readVersionAndFlags(in);
    final long createdAt = in.readLong();
    final long updatedAt = in.readLong();
    final float weight = in.readFloat();
    final float confidence = in.readFloat();
    if ((flags & HAS_SOURCE) != 0) {
      ConceptRow.readSource(in);
    }
    in.expectEnd();
    boolean out = key[0] == RowKeys.EDGE_OUT;
    try {
      return new Association(
          out ? near : far, type, out ? far : near, weight, confidence, createdAt, updatedAt);
    } catch (IllegalArgumentException e) {
      throw new RowFormatException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks a half-edge row in an array; what {@link #decode} accepts. Allocates nothing for rows of
   * the ordinary kind.
   *
   * @throws RowFormatException if key or value are not those of a half-edge of a known version
   */
  public static void check(
      byte[] bytes, int keyOffset, int keyLength, int valueOffset, int valueLength) {
    if (!PlainEdge.isValid(bytes, keyOffset, keyLength, valueOffset, valueLength)) {
      decode(
          Arrays.copyOfRange(bytes, keyOffset, keyOffset + keyLength),
          Arrays.copyOfRange(bytes, valueOffset, valueOffset + valueLength));
    }
  }

  /** Decodes the source position alone; null if there is none. */
  static @Nullable SourcePosition source(byte[] value) {
    RowReader in = new RowReader(value);
    int flags = readVersionAndFlags(in);
    in.skip(HEADER_BYTES - 2);
    return (flags & HAS_SOURCE) == 0 ? null : ConceptRow.readSource(in);
  }

  /**
   * Checks the beginning of a row, so that its fields can be read.
   *
   * @param rowLength length of the whole row
   */
  static void checkHeader(byte[] header, int rowLength) {
    if (rowLength < HEADER_BYTES) {
      throw new RowFormatException("a half-edge row of " + rowLength + " bytes");
    }
    if (header[0] != FORMAT_VERSION) {
      throw new RowFormatException("half-edge row of unknown format version " + header[0]);
    }
  }

  static long updatedAt(byte[] header) {
    return (long) LONGS.get(header, UPDATED_AT);
  }

  static float weight(byte[] header) {
    return (float) FLOATS.get(header, WEIGHT);
  }

  static float confidence(byte[] header) {
    return (float) FLOATS.get(header, CONFIDENCE);
  }

  private static int readVersionAndFlags(RowReader in) {
    int version = in.readByte();
    if (version != FORMAT_VERSION) {
      throw new RowFormatException("half-edge row of unknown format version " + version);
    }
    return in.readByte();
  }

  private static int lengthAt(byte[] key, int at) {
    int length = at < key.length ? (key[at] & 0xff) + 1 : 0;
    if (length == 0 || at + 1 + length > key.length) {
      throw new RowFormatException("the key of a half-edge is cut short");
    }
    return length;
  }
}
