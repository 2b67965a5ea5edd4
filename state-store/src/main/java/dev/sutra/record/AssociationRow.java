package dev.sutra.record;

import static dev.sutra.record.AssociationHeader.FORMAT_VERSION;
import static dev.sutra.record.AssociationHeader.HAS_SOURCE;

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
  private AssociationRow() {}

  /** Encodes an association without source, type and target, which are the key. */
  public static byte[] encode(Association association, @Nullable SourcePosition source) {
    RowWriter out = new RowWriter(AssociationHeader.BYTES + (source == null ? 0 : 32));
    out.writeByte(FORMAT_VERSION)
        .writeByte(source == null ? 0 : HAS_SOURCE)
        .writeLong(association.createdAt())
        .writeLong(association.updatedAt())
        .writeFloat(association.weight())
        .writeFloat(association.confidence());
    if (source != null) {
      out.writeSource(source);
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
      in.readSource();
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
   * Checks that {@link #decode} accepts a half-edge row in an array. Allocates nothing for ordinary
   * rows.
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
    in.skip(AssociationHeader.BYTES - 2);
    return (flags & HAS_SOURCE) == 0 ? null : in.readSource();
  }

  /**
   * Event time of the first write of the half-edge that a row holds.
   *
   * @throws RowFormatException if the row does not begin like a half-edge of a known version
   */
  public static long createdAt(byte[] row) {
    AssociationHeader.check(row, row.length);
    return AssociationHeader.createdAt(row);
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
