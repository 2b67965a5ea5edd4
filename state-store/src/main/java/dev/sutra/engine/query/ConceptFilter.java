package dev.sutra.engine.query;

import dev.sutra.record.Attributes;
import dev.sutra.record.Concept;
import dev.sutra.record.Limits;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that a concept must meet to be a result. All must be met.
 *
 * @param attributes names and values that a concept must have: strings, numbers or booleans.
 *     Numbers are compared by their exact values, integral or floating: 1 equals 1.0, and 0.0
 *     equals -0.0. A {@link Double} that is a 64-bit integer is returned as a {@link Long}
 * @param updatedFrom earliest time of the last write, ms since the epoch
 * @param updatedTo latest time of the last write, ms since the epoch, inclusive
 * @param idPrefix prefix of the id; null or empty: any id
 */
public record ConceptFilter(
    Map<String, Object> attributes, long updatedFrom, long updatedTo, @Nullable String idPrefix) {
  /** Accepts all concepts. */
  public static final ConceptFilter NONE =
      new ConceptFilter(Map.of(), Long.MIN_VALUE, Long.MAX_VALUE, null);

  /**
   * Checks and normalizes the parts.
   *
   * @throws IllegalArgumentException if a condition is invalid; the message names it
   */
  public ConceptFilter {
    // The limits of names and values are those of a concept.
    Map<String, Object> comparable =
        new TreeMap<>(Concept.builder("filter").attributes(attributes).build().attributes());
    comparable.replaceAll((name, value) -> Attributes.comparable(value));
    attributes = Collections.unmodifiableMap(comparable);
    if (updatedFrom > updatedTo) {
      throw new IllegalArgumentException(
          "updated_from (" + updatedFrom + ") is after updated_to (" + updatedTo + ")");
    }
    if (idPrefix != null && idPrefix.isEmpty()) {
      idPrefix = null;
    }
    if (idPrefix != null) {
      Limits.checkId("id_prefix", idPrefix);
    }
  }

  /** Whether all concepts are accepted. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether a concept meets the conditions. */
  public boolean matches(Concept concept) {
    return concept.updatedAt() >= updatedFrom
        && concept.updatedAt() <= updatedTo
        && (idPrefix == null || concept.id().startsWith(idPrefix))
        && Attributes.contain(concept.attributes(), attributes);
  }
}
