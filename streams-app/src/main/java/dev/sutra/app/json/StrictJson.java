package dev.sutra.app.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sutra.app.message.PlainText;
import dev.sutra.record.Limits;
import dev.sutra.schemas.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects from a stream of tokens. Not by data binding, which with strict settings still
 * takes 1e40 for infinity, a string for a vector, null for a component and lone surrogates in a
 * text, and whose messages name classes. Repeated or unknown fields and wrong types are errors that
 * name the field.
 */
public final class StrictJson {
  /** Filters are nested; each field checks what its value is. */
  private static final int NESTING_MAX = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxNameLength(256)
                  .maxNumberLength(100)
                  .build())
          .build();

  private StrictJson() {}

  /** Reads the value of a field; the parser is at the value. */
  public interface Fields {
    void read(JsonParser parser, String name) throws IOException;
  }

  /**
   * Reads a document that is one object.
   *
   * @param what names the document in messages
   * @throws IllegalArgumentException naming what is wrong
   */
  public static void readDocument(String what, byte[] document, Fields fields) {
    try (JsonParser parser = JSON.createParser(Utf8.decode(what, document))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(what + " is not a JSON object");
      }
      readFields(parser, fields);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(what + " continues after its object");
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(what + " is " + JsonProblem.of(e), e);
    } catch (IOException e) {
      // A parser of a string in memory does no I/O.
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the object at which a parser stands. */
  public static void readObject(JsonParser parser, String name, Fields fields) throws IOException {
    JsonValues.checkObject(parser, name);
    readFields(parser, fields);
  }

  private static void readFields(JsonParser parser, Fields fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.read(parser, name);
    }
  }

  /** Reads the vector at which a parser stands, or null. */
  public static float @Nullable [] vector(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw JsonValues.wrongType(name, "an array of numbers");
    }
    float[] components = new float[64];
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (size == Limits.DIMENSION_MAX) {
        throw new IllegalArgumentException(
            name + " has more than " + Limits.DIMENSION_MAX + " components");
      }
      if (size == components.length) {
        components = Arrays.copyOf(components, 2 * size);
      }
      components[size] = JsonValues.finiteFloat(parser, name + "[" + size + "]");
      size++;
    }
    return Arrays.copyOf(components, size);
  }

  /** The error of an unknown field. */
  public static IllegalArgumentException unknownField(String name, String where, String known) {
    return new IllegalArgumentException(
        "unknown field " + PlainText.quoted(name) + where + "; known are " + known);
  }
}
