package dev.sutra.engine;

import dev.sutra.lsm.version.RowFilter;
import dev.sutra.record.Attributes;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Limits;
import dev.sutra.record.RowKeys;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which concepts an answer may hold. All conditions have to be met.
 *
 * @param attributes names and values that a concept must have: strings, numbers or booleans.
 *     Numbers are compared by their exact values, whole or floating: 1 and 1.0 are equal, and so
 *     are 0.0 and -0.0; a {@link Double} that is a whole number of 64 bits comes back as a {@link
 *     Long}
 * @param updatedFrom first ms since the epoch of the last write
 * @param updatedTo last ms since the epoch of the last write, inclusive
 * @param idPrefix what the id begins with; null or empty: anything
 */
public record ConceptFilter(
    Map<String, Object> attributes, long updatedFrom, long updatedTo, @Nullable String idPrefix) {
  /** Lets all concepts pass. */
  public static final ConceptFilter NONE =
      new ConceptFilter(Map.of(), Long.MIN_VALUE, Long.MAX_VALUE, null);

  /**
   * Checks and normalizes the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public ConceptFilter {
    // Names and values have the limits that they have in a concept.
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

  /** Whether all concepts pass. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** For the tree; null if all concepts pass. */
  @Nullable RowFilter rows() {
    return isNone() ? null : new Rows(this);
  }

  private record Rows(ConceptFilter filter) implements RowFilter {
    @Override
    public byte[] keyPrefix() {
      return RowKeys.concept(filter.idPrefix == null ? "" : filter.idPrefix);
    }

    @Override
    public boolean test(byte[] value) {
      long updatedAt = ConceptRow.updatedAt(value, 0);
      return updatedAt >= filter.updatedFrom
          && updatedAt <= filter.updatedTo
          && (filter.attributes.isEmpty() || ConceptRow.hasAttributes(value, filter.attributes));
    }
  }
}
