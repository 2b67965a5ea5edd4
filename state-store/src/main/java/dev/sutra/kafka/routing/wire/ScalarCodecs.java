package dev.sutra.kafka.routing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowFormatException;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.function.Function;

/** The codecs of types without type parameters. */
final class ScalarCodecs {
  private static final Codec STRING =
      of("text", (out, value) -> bytes(out, ((String) value).getBytes(UTF_8)), ScalarCodecs::text);
  private static final Codec LONG =
      of("long", (out, value) -> out.writeLong((Long) value), ByteBuffer::getLong);
  private static final Codec DOUBLE =
      of("double", (out, value) -> out.writeDouble((Double) value), ByteBuffer::getDouble);
  private static final Codec BOOLEAN =
      of("boolean", (out, value) -> out.writeBoolean((Boolean) value), ScalarCodecs::flag);
  private static final Codec INT =
      of("int", (out, value) -> out.writeInt((Integer) value), ByteBuffer::getInt);

  /** A value of an attribute: one of four types, in this order on the wire. */
  private static final Codec[] ATTRIBUTE = {STRING, LONG, DOUBLE, BOOLEAN};

  /** By type; {@code Object} is the value of an attribute. */
  static final Map<Class<?>, Codec> ALL =
      Map.ofEntries(
          Map.entry(String.class, STRING),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(
              float.class,
              of("float", (out, value) -> out.writeFloat((Float) value), ByteBuffer::getFloat)),
          Map.entry(
              byte[].class,
              of("bytes", (out, value) -> bytes(out, (byte[]) value), ScalarCodecs::bytes)),
          Map.entry(
              float[].class,
              of("floats", (out, value) -> floats(out, (float[]) value), ScalarCodecs::floats)),
          Map.entry(
              Object.class, of("attribute", ScalarCodecs::attribute, ScalarCodecs::attribute)),
          Map.entry(Concept.class, of("concept", ScalarCodecs::concept, ScalarCodecs::concept)),
          Map.entry(
              ConceptFilter.class,
              of(
                  "filter",
                  (out, value) -> STRING.write(out, ((ConceptFilter) value).text()),
                  ScalarCodecs::filter)));

  private ScalarCodecs() {}

  /** How a value is written. */
  private interface Writer {
    void write(DataOutput out, Object value) throws IOException;
  }

  private static Codec of(String shape, Writer writer, Function<ByteBuffer, Object> reader) {
    return new Codec() {
      @Override
      public void write(DataOutput out, Object value) throws IOException {
        writer.write(out, value);
      }

      @Override
      public Object read(ByteBuffer in) {
        return reader.apply(in);
      }

      @Override
      public String shape() {
        return shape;
      }
    };
  }

  /** Reads a number of elements, each of which takes at least so many bytes. */
  static int count(ByteBuffer in, int elementBytesMin) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / elementBytesMin) {
      throw new WireFormatException("a length of " + count + " is more than what follows");
    }
    return count;
  }

  static boolean flag(ByteBuffer in) {
    byte value = in.get();
    if (value != 0 && value != 1) {
      throw new WireFormatException("a flag is " + value);
    }
    return value == 1;
  }

  private static void bytes(DataOutput out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] value = new byte[count(in, 1)];
    in.get(value);
    return value;
  }

  private static String text(ByteBuffer in) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(in))).toString();
    } catch (CharacterCodingException e) {
      throw new WireFormatException("a text is not UTF-8", e);
    }
  }

  private static void floats(DataOutput out, float[] value) throws IOException {
    out.writeInt(value.length);
    for (float each : value) {
      out.writeFloat(each);
    }
  }

  private static float[] floats(ByteBuffer in) {
    float[] value = new float[count(in, Float.BYTES)];
    in.asFloatBuffer().get(value);
    in.position(in.position() + value.length * Float.BYTES);
    return value;
  }

  private static void attribute(DataOutput out, Object value) throws IOException {
    int kind =
        switch (value) {
          case String text -> 0;
          case Long number -> 1;
          case Double number -> 2;
          case Boolean flag -> 3;
          default -> throw new IllegalArgumentException("an attribute is a " + value.getClass());
        };
    out.writeByte(kind);
    ATTRIBUTE[kind].write(out, value);
  }

  private static Object attribute(ByteBuffer in) {
    int kind = in.get();
    if (kind < 0 || kind >= ATTRIBUTE.length) {
      throw new WireFormatException("an attribute is of kind " + kind);
    }
    return ATTRIBUTE[kind].read(in);
  }

  private static void concept(DataOutput out, Object value) throws IOException {
    Concept concept = (Concept) value;
    STRING.write(out, concept.id());
    bytes(out, ConceptRow.encode(concept, null));
  }

  private static Concept concept(ByteBuffer in) {
    String id = text(in);
    try {
      return ConceptRow.decode(id, bytes(in));
    } catch (RowFormatException e) {
      throw new WireFormatException("a concept is no row", e);
    }
  }

  private static ConceptFilter filter(ByteBuffer in) {
    try {
      return ConceptFilter.parse(text(in));
    } catch (IllegalArgumentException e) {
      throw new WireFormatException("a filter is not one", e);
    }
  }
}
