package dev.sutra.schemas;

import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import dev.sutra.schemas.internals.Names;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks of events before they are returned or written.
 *
 * <p>{@link #checkShape} requires only that the event can be written and read back unchanged;
 * {@link #checkValues} also requires valid numbers. The store enforces the limits of the data model
 * (length of an id, dimension of a store).
 */
final class EventChecks {
  /** The maximum size of a record's value, including the wire header. */
  static final int EVENT_BYTES_MAX = 1 << 20;

  /** The maximum number of entries of an array or map. */
  static final int ITEMS_MAX = 4096;

  /** The maximum number of items of all arrays and maps of a record, with room for new fields. */
  static final int ITEMS_TOTAL_MAX = 4 * ITEMS_MAX;

  private EventChecks() {}

  /** Throws {@link InvalidEventException} for an event that cannot be read back unchanged. */
  static void checkShape(ConceptEvent event) {
    switch (event.getPayload()) {
      case ConceptUpserted upsert -> {
        required("id", upsert.getId());
        wellFormed("text", upsert.getText());
        List<Float> vector = upsert.getVector();
        if (vector != null) {
          count("vector", vector.size());
        }
        attributes(upsert.getAttributes());
      }
      case ConceptDeleted delete -> required("id", delete.getId());
      case AssociationUpserted associate ->
          triple(associate.getSource(), associate.getType(), associate.getTarget());
      case AssociationDeleted dissociate ->
          triple(dissociate.getSource(), dissociate.getType(), dissociate.getTarget());
      case null, default -> throw new InvalidEventException("payload is missing or unknown");
    }
  }

  /** Throws {@link InvalidEventException} for a number that is not finite or out of range. */
  static void checkValues(ConceptEvent event) {
    switch (event.getPayload()) {
      case ConceptUpserted upsert -> {
        fraction("strength", upsert.getStrength());
        fraction("confidence", upsert.getConfidence());
        List<Float> vector = upsert.getVector();
        for (int i = 0; vector != null && i < vector.size(); i++) {
          if (!Float.isFinite(vector.get(i))) {
            throw new InvalidEventException("vector[" + i + "] is not a finite float");
          }
        }
        Map<String, Object> attributes = upsert.getAttributes();
        if (attributes != null) {
          attributes.forEach(EventChecks::finite);
        }
      }
      case AssociationUpserted associate -> {
        fraction("weight", associate.getWeight());
        fraction("confidence", associate.getConfidence());
      }
      default -> {
        // Deletes have no numbers.
      }
    }
  }

  private static void attributes(@Nullable Map<String, Object> attributes) {
    if (attributes == null) {
      return;
    }
    count("attributes", attributes.size());
    attributes.forEach(
        (name, value) -> {
          required("an attribute's name", name);
          switch (value) {
            case String text -> wellFormed("attribute " + Names.shown(name), text);
            case Long number -> {}
            case Double number -> {}
            case Boolean flag -> {}
            case null, default ->
                throw new InvalidEventException(
                    "attribute " + Names.shown(name) + " is not a string, number or boolean");
          }
        });
  }

  private static void triple(
      @Nullable String source, @Nullable String type, @Nullable String target) {
    required("source", source);
    required("type", type);
    required("target", target);
  }

  private static void required(String field, @Nullable String value) {
    if (value == null) {
      throw new InvalidEventException(field + " is missing");
    }
    wellFormed(field, value);
  }

  // An unpaired surrogate cannot be encoded in UTF-8; Java would write a question mark.
  private static void wellFormed(String field, @Nullable String value) {
    for (int i = 0; value != null && i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (i + 1 == value.length()
            || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
          throw new InvalidEventException(field + " is not well-formed Unicode");
        }
        i++;
      }
    }
  }

  private static void count(String field, int items) {
    if (items > ITEMS_MAX) {
      throw new InvalidEventException(
          field + " has " + items + " entries; at most " + ITEMS_MAX + " are allowed");
    }
  }

  private static void fraction(String field, @Nullable Float value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new InvalidEventException(field + " is " + value + "; 0 to 1 is allowed");
    }
  }

  private static void finite(String name, Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new InvalidEventException("attribute " + Names.shown(name) + " is not finite");
    }
  }
}
