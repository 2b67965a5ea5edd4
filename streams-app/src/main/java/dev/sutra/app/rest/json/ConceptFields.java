package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.app.message.PlainText;
import dev.sutra.engine.query.Detail;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The fields of a concept that items of an answer show, besides those that they always have. */
public final class ConceptFields {
  /** A field, under its name in lower case. */
  private enum Field {
    TEXT,
    VECTOR,
    ATTRIBUTES,
    STRENGTH,
    CONFIDENCE,
    CREATED_AT,
    UPDATED_AT;

    String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the fields are of: which are shown unless others are named, and which can be named. */
  // The sets are never changed.
  @SuppressWarnings("ImmutableEnumChecker")
  public enum Kind {
    /** A concept: all fields but the vector. */
    CONCEPT(EnumSet.complementOf(EnumSet.of(Field.VECTOR)), EnumSet.allOf(Field.class)),
    /** A hit: its text. */
    HIT(EnumSet.of(Field.TEXT), EnumSet.allOf(Field.class)),
    /** An entry of the timeline, which always has the time of its last write: its text. */
    ENTRY(EnumSet.of(Field.TEXT), EnumSet.complementOf(EnumSet.of(Field.UPDATED_AT))),
    /** A neighbor, which has the confidence and the time of its association: its text. */
    NEIGHBOR(
        EnumSet.of(Field.TEXT),
        EnumSet.complementOf(EnumSet.of(Field.CONFIDENCE, Field.UPDATED_AT)));

    private final Set<Field> shown;
    private final Set<Field> known;

    Kind(Set<Field> shown, Set<Field> known) {
      this.shown = shown;
      this.known = known;
    }
  }

  private final Set<Field> fields;

  private ConceptFields(Set<Field> fields) {
    this.fields = fields;
  }

  /**
   * Reads the names of fields.
   *
   * @param names separated by commas; null: those that are shown unless others are named
   * @throws IllegalArgumentException if a name is unknown or given twice
   */
  public static ConceptFields read(@Nullable String names, Kind kind) {
    if (names == null) {
      return new ConceptFields(kind.shown);
    }
    Set<Field> fields = EnumSet.noneOf(Field.class);
    int from = 0;
    while (from <= names.length()) {
      int comma = names.indexOf(',', from);
      int to = comma < 0 ? names.length() : comma;
      if (!fields.add(field(names.substring(from, to), kind))) {
        throw new IllegalArgumentException(
            "fields names " + names.substring(from, to) + " more than once");
      }
      from = to + 1;
    }
    return new ConceptFields(fields);
  }

  private static Field field(String name, Kind kind) {
    StringJoiner known = new StringJoiner(", ");
    for (Field field : kind.known) {
      if (field.json().equals(name)) {
        return field;
      }
      known.add(field.json());
    }
    throw new IllegalArgumentException(
        "fields names " + PlainText.quoted(name) + "; known here are " + known);
  }

  /** How much of a concept the items have to carry. */
  public Detail detail() {
    if (fields.contains(Field.VECTOR)) {
      return Detail.VECTOR;
    }
    return fields.isEmpty() || fields.equals(EnumSet.of(Field.TEXT)) ? Detail.TEXT : Detail.CONCEPT;
  }

  /** Whether the vector is shown. */
  public boolean hasVector() {
    return fields.contains(Field.VECTOR);
  }

  /** Writes the text, if it is shown. */
  void writeText(JsonGenerator json, @Nullable String text) throws IOException {
    if (fields.contains(Field.TEXT)) {
      json.writeStringField("text", text);
    }
  }

  /** Writes the other fields; those of a concept that does not exist are null. */
  void writeOthers(JsonGenerator json, @Nullable Concept concept) throws IOException {
    for (Field field : fields) {
      if (field == Field.TEXT) {
        continue;
      }
      json.writeFieldName(field.json());
      if (concept == null) {
        json.writeNull();
        continue;
      }
      switch (field) {
        case TEXT -> {}
        case VECTOR -> writeVector(json, concept.vector());
        case ATTRIBUTES -> writeAttributes(json, concept.attributes());
        case STRENGTH -> json.writeNumber(concept.strength());
        case CONFIDENCE -> json.writeNumber(concept.confidence());
        case CREATED_AT -> json.writeNumber(concept.createdAt());
        case UPDATED_AT -> json.writeNumber(concept.updatedAt());
      }
    }
  }

  private static void writeVector(JsonGenerator json, float @Nullable [] vector)
      throws IOException {
    if (vector == null) {
      json.writeNull();
      return;
    }
    json.writeStartArray();
    for (float component : vector) {
      json.writeNumber(component);
    }
    json.writeEndArray();
  }

  private static void writeAttributes(JsonGenerator json, Map<String, Object> attributes)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      json.writeFieldName(attribute.getKey());
      writeValue(json, attribute.getValue());
    }
    json.writeEndObject();
  }

  /** Writes the value of an attribute. */
  static void writeValue(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Boolean flag -> json.writeBoolean(flag);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
