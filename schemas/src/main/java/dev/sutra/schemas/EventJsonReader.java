package dev.sutra.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import dev.sutra.schemas.internals.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one JSON object, each by its type, and creates the event of its op. */
final class EventJsonReader {
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "upsert",
          Set.of(
              "op",
              "id",
              "partial",
              "text",
              "vector",
              "attributes",
              "strength",
              "confidence",
              "timestamp"),
          "delete",
          Set.of("op", "id", "timestamp"),
          "associate",
          Set.of("op", "source", "type", "target", "weight", "confidence", "timestamp"),
          "dissociate",
          Set.of("op", "source", "type", "target", "timestamp"));

  private final JsonParser parser;
  private final Map<String, Object> fields = new HashMap<>();

  private EventJsonReader(JsonParser parser) {
    this.parser = parser;
  }

  static ConceptEvent read(JsonFactory factory, byte[] json, Map<String, String> known) {
    try (JsonParser parser = factory.createParser(text(json))) {
      EventJsonReader reader = new EventJsonReader(parser);
      reader.fields();
      known.forEach(reader::known);
      return reader.event();
    } catch (JsonProcessingException e) {
      throw new InvalidEventException(JsonProblem.of(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Decoded here because Jackson detects other encodings and replaces invalid bytes by U+FFFD.
  private static String text(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidEventException("the event is not well-formed UTF-8");
    }
  }

  private void fields() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidEventException("an event is a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      Object value =
          switch (name) {
            case "op", "id", "text", "source", "type", "target" -> string(name, token);
            case "vector" -> vector(token);
            case "attributes" -> attributes(token);
            case "strength", "confidence", "weight" -> number(name, token);
            case "timestamp" -> timestamp(token);
            case "partial" -> flag(token);
            default -> throw new InvalidEventException("unknown field " + Names.shown(name));
          };
      if (value != null) {
        fields.put(name, value);
      }
    }
    if (parser.nextToken() != null) {
      throw new InvalidEventException("there is something after the event's object");
    }
  }

  private void known(String name, String value) {
    Object given = fields.put(name, value);
    if (given != null && !given.equals(value)) {
      throw new InvalidEventException(name + " contradicts the " + name + " of the request");
    }
  }

  private ConceptEvent event() {
    String op = required("op");
    Set<String> allowed = FIELDS.get(op);
    if (allowed == null) {
      throw new InvalidEventException(
          "op is " + Names.shown(op) + "; upsert, delete, associate or dissociate is allowed");
    }
    for (String name : fields.keySet()) {
      if (!allowed.contains(name)) {
        throw new InvalidEventException("field \"" + name + "\" does not belong to op " + op);
      }
    }
    return new ConceptEvent((Instant) fields.get("timestamp"), payload(op));
  }

  private Object payload(String op) {
    return switch (op) {
      case "upsert" -> upsert();
      case "delete" -> new ConceptDeleted(required("id"));
      case "associate" ->
          new AssociationUpserted(
              required("source"),
              required("type"),
              required("target"),
              (Float) fields.get("weight"),
              (Float) fields.get("confidence"));
      default -> new AssociationDeleted(required("source"), required("type"), required("target"));
    };
  }

  // The methods below have set the values of "vector" and "attributes".
  @SuppressWarnings("unchecked")
  private ConceptUpserted upsert() {
    return new ConceptUpserted(
        required("id"),
        Boolean.TRUE.equals(fields.get("partial")),
        (String) fields.get("text"),
        (List<Float>) fields.get("vector"),
        (Map<String, Object>) fields.get("attributes"),
        (Float) fields.get("strength"),
        (Float) fields.get("confidence"));
  }

  private String required(String name) {
    if (fields.get(name) instanceof String value) {
      return value;
    }
    throw new InvalidEventException(name + " is missing");
  }

  private @Nullable String string(String name, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      default -> throw wrongType(name, "a string");
    };
  }

  private @Nullable Boolean flag(JsonToken token) {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrongType("partial", "true or false");
    };
  }

  private @Nullable Float number(String name, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getFloatValue();
      default -> throw wrongType(name, "a number");
    };
  }

  private @Nullable Instant timestamp(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> Instant.ofEpochMilli(wholeNumber("timestamp"));
      default -> throw wrongType("timestamp", "a whole number of milliseconds");
    };
  }

  private long wholeNumber(String name) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> throw new InvalidEventException(name + " is out of the range of a 64-bit number");
    };
  }

  private @Nullable List<Float> vector(JsonToken start) throws IOException {
    if (start == JsonToken.VALUE_NULL) {
      return null;
    }
    if (start != JsonToken.START_ARRAY) {
      throw wrongType("vector", "an array of numbers");
    }
    float[] components = new float[64];
    int size = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (size == EventChecks.ITEMS_MAX) {
        throw new InvalidEventException(
            "vector has more than " + EventChecks.ITEMS_MAX + " components");
      }
      if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
        throw wrongType("vector[" + size + "]", "a number");
      }
      if (size == components.length) {
        components = Arrays.copyOf(components, 2 * size);
      }
      components[size++] = parser.getFloatValue();
    }
    return ConceptEvents.list(Arrays.copyOf(components, size));
  }

  private @Nullable Map<String, Object> attributes(JsonToken start) throws IOException {
    if (start == JsonToken.VALUE_NULL) {
      return null;
    }
    if (start != JsonToken.START_OBJECT) {
      throw wrongType("attributes", "an object");
    }
    Map<String, Object> attributes = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (attributes.size() == EventChecks.ITEMS_MAX) {
        throw new InvalidEventException(
            "attributes has more than " + EventChecks.ITEMS_MAX + " entries");
      }
      String name = parser.currentName();
      attributes.put(name, attribute("attribute " + Names.shown(name), parser.nextToken()));
    }
    return attributes;
  }

  private Object attribute(String shown, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> wholeNumber(shown);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> throw wrongType(shown, "a string, a number, true or false");
    };
  }

  private static InvalidEventException wrongType(String name, String expected) {
    return new InvalidEventException(name + " is not " + expected);
  }
}
