package dev.sutra.record;

import static dev.sutra.record.Limits.ATTRIBUTES_MAX;
import static dev.sutra.record.Limits.ATTRIBUTE_NAME_BYTES_MAX;
import static dev.sutra.record.Limits.ATTRIBUTE_VALUE_BYTES_MAX;
import static dev.sutra.record.Limits.DIMENSION_MAX;
import static dev.sutra.record.Limits.TEXT_BYTES_MAX;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a concept row, format version 1, little-endian.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>format version, 1</td></tr>
 * <tr><td>1</td><td>flags: 1 source position, 2 text, 4 vector</td></tr>
 * <tr><td>2</td><td>vector dimension d, 0 without a vector</td></tr>
 * <tr><td>8, 8</td><td>createdAt, updatedAt</td></tr>
 * <tr><td>4, 4</td><td>strength, confidence (float32)</td></tr>
 * <tr><td>…</td><td>with flag 1: topic (string), partition, offset (varints)</td></tr>
 * <tr><td>…</td><td>with flag 2: text (string)</td></tr>
 * <tr><td>…</td><td>number of attributes (varint), each: name (string), kind (1 byte: 1 string, 2
 * long, 3 double, 4 false, 5 true), value (string, 8 bytes, 8 bytes, none, none)</td></tr>
 * <tr><td>4 d</td><td>the vector, float32: always the end of the value, so that a segment can keep
 * it apart</td></tr>
 * </table>
 *
 * A string is its length in UTF-8 (varint) and its bytes.
 */
public final class ConceptRow {
  /** Returned by {@link #textRange} for a row without text. */
  public static final long NO_TEXT = -1;

  /** Bytes at the beginning of each value: up to and with the confidence. */
  public static final int HEADER_BYTES = 28;

  static final int FORMAT_VERSION = 1;
  static final int HAS_SOURCE = 1;
  static final int HAS_TEXT = 2;
  static final int HAS_VECTOR = 4;

  // Kinds of attributes.
  public static final int STRING = 1;
  public static final int LONG = 2;
  public static final int DOUBLE = 3;
  public static final int FALSE = 4;
  public static final int TRUE = 5;

  private ConceptRow() {}

  /** Encodes a concept without its id, which is the key. */
  public static byte[] encode(Concept concept, @Nullable SourcePosition source) {
    String text = concept.text();
    float[] vector = concept.vector();
    int capacity =
        HEADER_BYTES
            + 64
            + (text == null ? 0 : text.length())
            + (vector == null ? 0 : 4 * vector.length);
    RowWriter out = new RowWriter(capacity);
    out.writeByte(FORMAT_VERSION)
        .writeByte(
            (source == null ? 0 : HAS_SOURCE)
                | (text == null ? 0 : HAS_TEXT)
                | (vector == null ? 0 : HAS_VECTOR))
        .writeShort(vector == null ? 0 : vector.length)
        .writeLong(concept.createdAt())
        .writeLong(concept.updatedAt())
        .writeFloat(concept.strength())
        .writeFloat(concept.confidence());
    if (source != null) {
      out.writeSource(source);
    }
    if (text != null) {
      out.writeString(text);
    }
    out.writeVarlong(concept.attributes().size());
    concept.attributes().forEach((name, value) -> writeAttribute(out, name, value));
    if (vector != null) {
      out.writeFloats(vector);
    }
    return out.toBytes();
  }

  /**
   * Decodes a concept.
   *
   * @throws RowFormatException if the bytes are not a concept row of a known version
   */
  public static Concept decode(String id, byte[] value) {
    return decode(id, value, true);
  }

  /**
   * Decodes a concept without its vector, which the value need not contain.
   *
   * @throws RowFormatException if the bytes are not a concept row of a known version
   */
  public static Concept decodeWithoutVector(String id, byte[] value) {
    return decode(id, value, false);
  }

  private static Concept decode(String id, byte[] value, boolean withVector) {
    RowReader in = new RowReader(value);
    int flags = readVersionAndFlags(in);
    int dimension = in.readShort();
    final long createdAt = in.readLong();
    final long updatedAt = in.readLong();
    final float strength = in.readFloat();
    final float confidence = in.readFloat();
    skipSource(in, flags);
    String text = (flags & HAS_TEXT) == 0 ? null : in.readString(TEXT_BYTES_MAX);
    Map<String, Object> attributes = readAttributes(in);
    float[] vector = null;
    if (withVector) {
      vector = (flags & HAS_VECTOR) == 0 ? null : in.readFloats(checked(dimension));
      in.expectEnd();
    }
    try {
      return new Concept(id, text, vector, attributes, strength, confidence, createdAt, updatedAt);
    } catch (IllegalArgumentException e) {
      throw new RowFormatException(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the vector at the end of a checked row that has one of this length. */
  public static void readVector(byte[] bytes, int valueOffset, int valueLength, float[] vector) {
    int from = valueOffset + valueLength - Float.BYTES * vector.length;
    ByteBuffer.wrap(bytes, from, Float.BYTES * vector.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(vector);
  }

  /** Decodes the text alone; null if there is none. */
  public static @Nullable String text(byte[] value) {
    RowReader in = new RowReader(value);
    int flags = readVersionAndFlags(in);
    in.skip(HEADER_BYTES - 2);
    skipSource(in, flags);
    return (flags & HAS_TEXT) == 0 ? null : in.readString(TEXT_BYTES_MAX);
  }

  /**
   * Where the text of a valid row is.
   *
   * @param row contains the row, with or without its vector, from {@code offset} on
   * @return the offset of the text in the array in the upper half, its length in bytes in the lower
   *     one; {@link #NO_TEXT} if there is none
   */
  public static long textRange(byte[] row, int offset) {
    if (!hasText(row, offset)) {
      return NO_TEXT;
    }
    int at = afterSource(row, offset);
    return (long) PlainVarints.after(row, at) << Integer.SIZE | PlainVarints.at(row, at);
  }

  /** Where the attributes of a valid row begin; see {@link #textRange}. */
  public static int attributesOffset(byte[] row, int offset) {
    long range = textRange(row, offset);
    return range == NO_TEXT ? afterSource(row, offset) : (int) (range >>> 32) + (int) range;
  }

  private static int afterSource(byte[] row, int offset) {
    int at = offset + HEADER_BYTES;
    if ((row[offset + 1] & HAS_SOURCE) != 0) {
      // Topic, partition, offset.
      at = PlainVarints.after(row, at) + PlainVarints.at(row, at);
      at = PlainVarints.after(row, PlainVarints.after(row, at));
    }
    return at;
  }

  /** Decodes the attributes of a row, with or without its vector. */
  public static Map<String, Object> attributes(byte[] value) {
    RowReader in = new RowReader(value);
    int flags = readVersionAndFlags(in);
    in.skip(HEADER_BYTES - 2);
    skipSource(in, flags);
    if ((flags & HAS_TEXT) != 0) {
      in.skip(in.readLength(TEXT_BYTES_MAX));
    }
    return readAttributes(in);
  }

  /** Whether the row starting at {@code offset} has a vector. */
  public static boolean hasVector(byte[] row, int offset) {
    return hasVector(row[offset + 1]);
  }

  /** Whether a row with this as its second byte has a vector. */
  public static boolean hasVector(byte flags) {
    return (flags & HAS_VECTOR) != 0;
  }

  /** Whether the row starting at {@code offset} has a text. */
  public static boolean hasText(byte[] row, int offset) {
    return (row[offset + 1] & HAS_TEXT) != 0;
  }

  /** Components of the vector of the row starting at {@code offset}; 0 without one. */
  public static int dimension(byte[] row, int offset) {
    return (row[offset + 2] & 0xff) | (row[offset + 3] & 0xff) << 8;
  }

  /**
   * Event time of the first write of the row that starts with these bytes.
   *
   * @throws RowFormatException if they are not the beginning of a concept row of a known version
   */
  public static long createdAt(byte[] row) {
    RowReader in = new RowReader(row);
    readVersionAndFlags(in);
    in.skip(2);
    return in.readLong();
  }

  /** Event time of the first write of the row starting at {@code offset}. */
  public static long createdAt(byte[] row, int offset) {
    return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).getLong(offset + 4);
  }

  /** Event time of the last write of the row starting at {@code offset}. */
  public static long updatedAt(byte[] row, int offset) {
    return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).getLong(offset + 12);
  }

  /** Decodes the source position alone; null if there is none. */
  static @Nullable SourcePosition source(byte[] value) {
    RowReader in = new RowReader(value);
    int flags = readVersionAndFlags(in);
    in.skip(HEADER_BYTES - 2);
    return (flags & HAS_SOURCE) == 0 ? null : in.readSource();
  }

  private static int readVersionAndFlags(RowReader in) {
    int version = in.readByte();
    if (version != FORMAT_VERSION) {
      throw new RowFormatException("concept row of unknown format version " + version);
    }
    return in.readByte();
  }

  private static void skipSource(RowReader in, int flags) {
    if ((flags & HAS_SOURCE) != 0) {
      in.readSource();
    }
  }

  private static int checked(int dimension) {
    if (dimension == 0 || dimension > DIMENSION_MAX) {
      throw new RowFormatException("a vector of dimension " + dimension);
    }
    return dimension;
  }

  private static void writeAttribute(RowWriter out, String name, Object value) {
    out.writeString(name);
    switch (value) {
      case String text -> out.writeByte(STRING).writeString(text);
      case Long number -> out.writeByte(LONG).writeLong(number);
      case Double number -> out.writeByte(DOUBLE).writeDouble(number);
      case Boolean flag -> out.writeByte(flag ? TRUE : FALSE);
      default -> throw new IllegalStateException("attribute of " + value.getClass());
    }
  }

  private static Map<String, Object> readAttributes(RowReader in) {
    int count = in.readLength(ATTRIBUTES_MAX);
    Map<String, Object> attributes = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = in.readString(ATTRIBUTE_NAME_BYTES_MAX);
      int kind = in.readByte();
      attributes.put(
          name,
          switch (kind) {
            case STRING -> in.readString(ATTRIBUTE_VALUE_BYTES_MAX);
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case FALSE -> false;
            case TRUE -> true;
            default -> throw new RowFormatException("attribute of unknown kind " + kind);
          });
    }
    return attributes;
  }
}
