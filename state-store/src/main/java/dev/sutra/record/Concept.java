package dev.sutra.record;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A concept: an id with a text, a vector and attributes.
 *
 * <p>Immutable; {@link #vector()} is not copied; callers must not change it. The constructor checks
 * values against {@link Limits}, so that every instance is valid.
 *
 * @param id UTF-8, 1 to {@link Limits#ID_BYTES_MAX} bytes; an id with a control character cannot be
 *     written
 * @param text at most {@link Limits#TEXT_BYTES_MAX} bytes of UTF-8, or null
 * @param vector finite components, as many as the store's dimension, or null
 * @param attributes string to {@link String}, {@link Long}, {@link Double} or {@link Boolean}
 * @param strength 0 to 1
 * @param confidence 0 to 1
 * @param createdAt event time of the first write, ms since the epoch
 * @param updatedAt event time of the last write, ms since the epoch
 */
// The vector is an array for speed; equals and hashCode compare its contents.
@SuppressWarnings("ArrayRecordComponent")
public record Concept(
    String id,
    @Nullable String text,
    float @Nullable [] vector,
    Map<String, Object> attributes,
    float strength,
    float confidence,
    long createdAt,
    long updatedAt) {

  /**
   * Checks and normalizes the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public Concept {
    Limits.checkId("id", id);
    if (text != null) {
      Limits.checkText(text);
    }
    if (vector != null) {
      Limits.checkVector(vector);
    }
    attributes = Attributes.checkedCopy(attributes);
    Limits.checkFraction("strength", strength);
    Limits.checkFraction("confidence", confidence);
  }

  /**
   * Checks that the concept may be written: its id has no control characters, which rows from
   * before this rule may have.
   *
   * @throws IllegalArgumentException if it may not
   */
  public void checkWritable() {
    Limits.checkNoControls("id", id);
  }

  /** Returns a builder for a concept of this id, with strength and confidence 1. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns a builder that starts from this concept. */
  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.text = text;
    builder.vector = vector;
    builder.attributes.putAll(attributes);
    builder.strength = strength;
    builder.confidence = confidence;
    builder.createdAt = createdAt;
    builder.updatedAt = updatedAt;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Concept that
        && id.equals(that.id)
        && Objects.equals(text, that.text)
        && Arrays.equals(vector, that.vector)
        && attributes.equals(that.attributes)
        && strength == that.strength
        && confidence == that.confidence
        && createdAt == that.createdAt
        && updatedAt == that.updatedAt;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, text, Arrays.hashCode(vector), attributes, createdAt, updatedAt);
  }

  /** Collects the parts of a {@link Concept}. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private @Nullable String text;
    private float @Nullable [] vector;
    private final Map<String, Object> attributes = new HashMap<>();
    private float strength = 1;
    private float confidence = 1;
    private long createdAt;
    private long updatedAt;

    private Builder(String id) {
      this.id = id;
    }

    public Builder text(@Nullable String text) {
      this.text = text;
      return this;
    }

    public Builder vector(float @Nullable [] vector) {
      this.vector = vector;
      return this;
    }

    /** Sets one attribute: a string, a whole or floating number, or a boolean. */
    public Builder attribute(String name, Object value) {
      attributes.put(name, value);
      return this;
    }

    /** Replaces all attributes. */
    public Builder attributes(Map<String, ?> attributes) {
      this.attributes.clear();
      this.attributes.putAll(attributes);
      return this;
    }

    public Builder strength(float strength) {
      this.strength = strength;
      return this;
    }

    public Builder confidence(float confidence) {
      this.confidence = confidence;
      return this;
    }

    public Builder createdAt(long createdAt) {
      this.createdAt = createdAt;
      return this;
    }

    public Builder updatedAt(long updatedAt) {
      this.updatedAt = updatedAt;
      return this;
    }

    /**
     * Builds the concept.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public Concept build() {
      return new Concept(id, text, vector, attributes, strength, confidence, createdAt, updatedAt);
    }
  }
}
