package dev.sutra.standing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.filter.PlainFilter;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Limits;
import dev.sutra.standing.StandingQuery.Condition;
import dev.sutra.standing.StandingQuery.Edge;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Standing queries as bytes, big-endian; strings as {@link DataOutputStream#writeUTF} writes them,
 * those that may be missing after a byte 1, or a byte 0 alone:
 *
 * <pre>
 * version     1 byte: 1, or 2 for a filter that version 1 cannot express
 * kind        1 byte: 1 all words of a text, 2 any of them, 3 vector, 4 edge
 * condition   text: string
 *             vector: components (2 bytes), components (4 bytes each), minimum score (4 bytes)
 *             edge: type, source and target, each may be missing; minimum weight (4 bytes)
 * filter      earliest and latest time (8 bytes each), id prefix (may be missing),
 *             attributes (1 byte), each a name and a value: 1 and a string, 2 and a long,
 *             3 and a double, 4 and a boolean;
 *             in version 2 its text, as bytes (4) and UTF-8
 * </pre>
 */
public final class StandingQueryFormat {
  private static final int VERSION_1 = 1;
  private static final int VERSION_2 = 2;
  private static final int ALL_WORDS = 1;
  private static final int ANY_WORD = 2;
  private static final int VECTOR = 3;
  private static final int EDGE = 4;
  private static final int STRING = 1;
  private static final int LONG = 2;
  private static final int DOUBLE = 3;
  private static final int BOOLEAN = 4;

  private StandingQueryFormat() {}

  /** Encodes a query. */
  public static byte[] encode(StandingQuery query) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      // Earlier versions of the program read version 1 only.
      PlainFilter plain = PlainFilter.of(query.filter().condition());
      out.writeByte(plain != null ? VERSION_1 : VERSION_2);
      write(out, query.condition());
      if (plain != null) {
        write(out, plain);
      } else {
        byte[] text = query.filter().text().getBytes(UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Decodes a query.
   *
   * @throws IllegalArgumentException if the bytes are not one of a known version
   */
  public static StandingQuery decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION_1 && version != VERSION_2) {
        throw new IllegalArgumentException("a standing query of version " + version);
      }
      Condition condition = readCondition(in);
      StandingQuery query =
          new StandingQuery(condition, version == VERSION_1 ? readFilter(in) : readText(in));
      if (in.available() > 0) {
        throw new IllegalArgumentException(
            "a standing query has " + in.available() + " bytes after its end");
      }
      return query;
    } catch (IOException e) {
      throw new IllegalArgumentException("a standing query is cut short or damaged", e);
    }
  }

  private static void write(DataOutputStream out, Condition condition) throws IOException {
    switch (condition) {
      case Text text -> {
        out.writeByte(text.any() ? ANY_WORD : ALL_WORDS);
        out.writeUTF(text.text());
      }
      case Near near -> {
        out.writeByte(VECTOR);
        out.writeShort(near.vector().length);
        for (float component : near.vector()) {
          out.writeFloat(component);
        }
        out.writeFloat(near.minScore());
      }
      case Edge edge -> {
        out.writeByte(EDGE);
        writeOptional(out, edge.type());
        writeOptional(out, edge.source());
        writeOptional(out, edge.target());
        out.writeFloat(edge.minWeight());
      }
    }
  }

  private static Condition readCondition(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case ALL_WORDS, ANY_WORD -> new Text(in.readUTF(), kind == ANY_WORD);
      case VECTOR -> {
        float[] vector = new float[in.readUnsignedShort()];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = in.readFloat();
        }
        yield new Near(vector, in.readFloat());
      }
      case EDGE -> new Edge(readOptional(in), readOptional(in), readOptional(in), in.readFloat());
      default -> throw new IllegalArgumentException("a standing query of kind " + kind);
    };
  }

  private static ConceptFilter readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IllegalArgumentException("a standing query has a filter of " + length + " bytes");
    }
    byte[] text = new byte[length];
    in.readFully(text);
    return ConceptFilter.parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
  }

  private static void write(DataOutputStream out, PlainFilter filter) throws IOException {
    out.writeLong(filter.updatedFrom());
    out.writeLong(filter.updatedTo());
    writeOptional(out, filter.idPrefix());
    out.writeByte(filter.attributes().size());
    for (Map.Entry<String, Object> attribute : filter.attributes().entrySet()) {
      out.writeUTF(attribute.getKey());
      switch (attribute.getValue()) {
        case String text -> {
          out.writeByte(STRING);
          out.writeUTF(text);
        }
        case Long number -> {
          out.writeByte(LONG);
          out.writeLong(number);
        }
        case Double number -> {
          out.writeByte(DOUBLE);
          out.writeDouble(number);
        }
        case Boolean flag -> {
          out.writeByte(BOOLEAN);
          out.writeBoolean(flag);
        }
        default -> throw new IllegalStateException("attribute " + attribute.getKey());
      }
    }
  }

  private static ConceptFilter readFilter(DataInputStream in) throws IOException {
    long from = in.readLong();
    long to = in.readLong();
    String idPrefix = readOptional(in);
    int count = in.readUnsignedByte();
    if (count > Limits.ATTRIBUTES_MAX) {
      throw new IllegalArgumentException("a standing query filters by " + count + " attributes");
    }
    Map<String, Object> attributes = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(in.readUTF(), readValue(in));
    }
    return new ConceptFilter(attributes, from, to, idPrefix);
  }

  private static Object readValue(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case STRING -> in.readUTF();
      case LONG -> in.readLong();
      case DOUBLE -> in.readDouble();
      case BOOLEAN -> in.readBoolean();
      default -> throw new IllegalArgumentException("an attribute of kind " + kind);
    };
  }

  private static void writeOptional(DataOutputStream out, @Nullable String value)
      throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeUTF(value);
    }
  }

  private static @Nullable String readOptional(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }
}
