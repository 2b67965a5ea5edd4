package dev.sutra.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of an event, one object, as a line of a JSON Lines file or the body of a request.
 *
 * <pre>{@code
 * {"op":"upsert","id":"a","partial":true,"text":"...","vector":[0.1,0.2],
 *  "attributes":{"lang":"en","year":2001,"score":0.5,"new":true},
 *  "strength":1,"confidence":1,"timestamp":1700000000000}
 * {"op":"delete","id":"a","timestamp":1700000000000}
 * {"op":"associate","source":"a","type":"SEMANTIC","target":"b","weight":1,"confidence":1,
 *  "timestamp":1700000000000}
 * {"op":"dissociate","source":"a","type":"SEMANTIC","target":"b","timestamp":1700000000000}
 * }</pre>
 *
 * <p>{@code op}, {@code id}, {@code source}, {@code type} and {@code target} are required where
 * they apply; null means not set, and {@code partial} is false by default. {@code timestamp} is in
 * milliseconds since the epoch. An attribute that is a number is a double if it has a fraction or
 * an exponent, otherwise a long. Any other input (an unknown or repeated field, a wrong type, a
 * number that is not finite or out of range, text after the object) raises {@link
 * InvalidEventException}.
 *
 * <p>Thread-safe.
 */
public final class ConceptEventJson {
  /** The maximum size of an event in JSON, in bytes of UTF-8: the wire limit, with escapes. */
  public static final int JSON_BYTES_MAX = 4 * EventChecks.EVENT_BYTES_MAX;

  // Attribute names are user input: Jackson must not intern them.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxStringLength(EventChecks.EVENT_BYTES_MAX)
                  .maxNameLength(4096)
                  .maxNumberLength(100)
                  .build())
          .build();

  private ConceptEventJson() {}

  /**
   * Reads one event.
   *
   * @throws InvalidEventException naming the field that is wrong
   */
  public static ConceptEvent parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads one event from UTF-8.
   *
   * @throws InvalidEventException naming the field that is wrong
   */
  public static ConceptEvent parse(byte[] json) {
    return parse(json, Map.of());
  }

  /**
   * Reads one event with some fields known already, such as the op and the id in the path of a
   * request. The object may repeat them but must not contradict them.
   *
   * @param known values of op, id, source, type or target
   * @throws InvalidEventException naming the field that is wrong
   */
  public static ConceptEvent parse(byte[] json, Map<String, String> known) {
    if (json.length > JSON_BYTES_MAX) {
      throw new InvalidEventException(
          "the event is " + json.length + " bytes of JSON; at most " + JSON_BYTES_MAX);
    }
    ConceptEvent event = EventJsonReader.read(JSON, json, known);
    EventChecks.checkShape(event);
    EventChecks.checkValues(event);
    return event;
  }

  /**
   * Writes the event as one line, without a line terminator. Omits fields that are not set.
   *
   * @throws InvalidEventException if the event has no JSON form: a number is not finite, or a part
   *     is missing or out of range
   */
  public static String write(ConceptEvent event) {
    EventChecks.checkShape(event);
    EventChecks.checkValues(event);
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      switch (event.getPayload()) {
        case ConceptUpserted upsert -> upsert(json, upsert);
        case ConceptDeleted delete -> {
          json.writeStringField("op", "delete");
          json.writeStringField("id", delete.getId());
        }
        case AssociationUpserted associate -> {
          json.writeStringField("op", "associate");
          triple(json, associate.getSource(), associate.getType(), associate.getTarget());
          number(json, "weight", associate.getWeight());
          number(json, "confidence", associate.getConfidence());
        }
        case AssociationDeleted dissociate -> {
          json.writeStringField("op", "dissociate");
          triple(json, dissociate.getSource(), dissociate.getType(), dissociate.getTarget());
        }
        default -> throw new InvalidEventException("payload is unknown");
      }
      if (event.getTimestamp() != null) {
        json.writeNumberField("timestamp", event.getTimestamp().toEpochMilli());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void upsert(JsonGenerator json, ConceptUpserted upsert) throws IOException {
    json.writeStringField("op", "upsert");
    json.writeStringField("id", upsert.getId());
    if (upsert.getPartial()) {
      json.writeBooleanField("partial", true);
    }
    if (upsert.getText() != null) {
      json.writeStringField("text", upsert.getText());
    }
    if (upsert.getVector() != null) {
      json.writeArrayFieldStart("vector");
      for (float component : upsert.getVector()) {
        json.writeNumber(component);
      }
      json.writeEndArray();
    }
    if (upsert.getAttributes() != null) {
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, Object> attribute : upsert.getAttributes().entrySet()) {
        json.writeObjectField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    number(json, "strength", upsert.getStrength());
    number(json, "confidence", upsert.getConfidence());
  }

  private static void triple(JsonGenerator json, String source, String type, String target)
      throws IOException {
    json.writeStringField("source", source);
    json.writeStringField("type", type);
    json.writeStringField("target", target);
  }

  private static void number(JsonGenerator json, String field, @Nullable Float value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(field, value);
    }
  }
}
