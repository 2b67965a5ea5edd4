package dev.sutra.schemas;

import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import dev.sutra.schemas.internals.Names;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.jspecify.annotations.Nullable;

/**
 * Creates events and returns their keys.
 *
 * <p>Values are not checked here: the store that applies an event enforces the limits. Ids and
 * types have 1 to 256 bytes of UTF-8 without control characters. A null timestamp means the time of
 * the Kafka record. All methods are thread-safe; a builder is not.
 */
public final class ConceptEvents {
  private static final Schema VECTOR =
      ConceptUpserted.getClassSchema().getField("vector").schema().getTypes().get(1);

  private ConceptEvents() {}

  /** Returns a builder for an event that sets a concept. */
  public static UpsertBuilder upsert(String id) {
    return new UpsertBuilder(id);
  }

  /** An event that removes the concept, with its associations in both directions. */
  public static ConceptEvent delete(String id, @Nullable Instant timestamp) {
    return new ConceptEvent(timestamp, new ConceptDeleted(id));
  }

  /**
   * An event that sets the association (source, type, target).
   *
   * @param weight 0 to 1; null: 1
   * @param confidence 0 to 1; null: 1
   */
  public static ConceptEvent associate(
      String source,
      String type,
      String target,
      @Nullable Float weight,
      @Nullable Float confidence,
      @Nullable Instant timestamp) {
    return new ConceptEvent(
        timestamp, new AssociationUpserted(source, type, target, weight, confidence));
  }

  /** An event that removes the association (source, type, target). */
  public static ConceptEvent dissociate(
      String source, String type, String target, @Nullable Instant timestamp) {
    return new ConceptEvent(timestamp, new AssociationDeleted(source, type, target));
  }

  /**
   * Returns the key of the event's Kafka record: the concept's id, or the association's source.
   *
   * @throws InvalidEventException if the payload is unknown or the key is missing
   */
  public static String key(ConceptEvent event) {
    @Nullable String key =
        switch (event.getPayload()) {
          case ConceptUpserted upsert -> upsert.getId();
          case ConceptDeleted delete -> delete.getId();
          case AssociationUpserted associate -> associate.getSource();
          case AssociationDeleted dissociate -> dissociate.getSource();
          case null, default -> throw new InvalidEventException("payload is missing or unknown");
        };
    if (key == null) {
      throw new InvalidEventException("the id or source, which is the key, is missing");
    }
    return key;
  }

  /** Returns a copy of the event's vector, or null if it has none. */
  public static float @Nullable [] vector(ConceptUpserted upsert) {
    List<Float> list = upsert.getVector();
    if (list == null) {
      return null;
    }
    float[] vector = new float[list.size()];
    if (list instanceof FloatArray floats) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = floats.getFloat(i);
      }
    } else {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = list.get(i);
      }
    }
    return vector;
  }

  /** Returns the vector as a list that Avro reads and writes without boxing. */
  static List<Float> list(float[] vector) {
    FloatArray list = new FloatArray(vector.length, VECTOR);
    for (int i = 0; i < vector.length; i++) {
      list.add(i, vector[i]);
    }
    return list;
  }

  /** Collects the parts of an event that sets a concept. Not thread-safe. */
  public static final class UpsertBuilder {
    private final ConceptUpserted upsert = new ConceptUpserted();
    private final Map<String, Object> attributes = new TreeMap<>();
    private @Nullable Instant timestamp;

    private UpsertBuilder(String id) {
      upsert.setId(id);
    }

    /** Keeps the stored values of fields that are not set, instead of clearing them. */
    public UpsertBuilder partial() {
      upsert.setPartial(true);
      return this;
    }

    public UpsertBuilder text(String text) {
      upsert.setText(text);
      return this;
    }

    /** Sets the vector; it is copied. */
    public UpsertBuilder vector(float... vector) {
      upsert.setVector(list(vector));
      return this;
    }

    /**
     * Sets one attribute: a string, a whole or floating number, or a boolean.
     *
     * @throws InvalidEventException for a value of another type
     */
    public UpsertBuilder attribute(String name, Object value) {
      attributes.put(
          name,
          switch (value) {
            case String text -> text;
            case Boolean flag -> flag;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Double number -> number;
            case Float number -> number.doubleValue();
            default ->
                throw new InvalidEventException(
                    "attribute " + Names.shown(name) + " is not a string, number or boolean");
          });
      return this;
    }

    /** Sets each of these attributes; see {@link #attribute}. */
    public UpsertBuilder attributes(Map<String, ?> attributes) {
      attributes.forEach(this::attribute);
      return this;
    }

    public UpsertBuilder strength(float strength) {
      upsert.setStrength(strength);
      return this;
    }

    public UpsertBuilder confidence(float confidence) {
      upsert.setConfidence(confidence);
      return this;
    }

    public UpsertBuilder timestamp(Instant timestamp) {
      this.timestamp = timestamp;
      return this;
    }

    /** Builds the event. The builder can be reused. */
    public ConceptEvent build() {
      ConceptUpserted copy = ConceptUpserted.newBuilder(upsert).build();
      copy.setAttributes(attributes.isEmpty() ? null : new TreeMap<>(attributes));
      return new ConceptEvent(timestamp, copy);
    }
  }
}
