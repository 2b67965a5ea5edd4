package dev.sutra.engine.query;

import dev.sutra.record.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the values of attributes among the concepts that a search finds, or that pass a filter.
 *
 * @param search what the concepts' texts must match; its limit and details do not matter, and it
 *     has no filter of its own. Null: any concepts, with or without a text
 * @param filter conditions on the concepts
 * @param names of attributes, 1 to {@link #NAMES_MAX}; repeated ones count once
 * @param limit most values of each attribute, 1 to {@link #VALUES_MAX}
 */
public record FacetQuery(
    @Nullable TextSearch search, ConceptFilter filter, List<String> names, int limit) {
  /** Maximum number of attributes. */
  public static final int NAMES_MAX = 10;

  /**
   * Most different values of an attribute among the concepts. With more, a query fails: stores
   * return all of their counts, so that the sums over stores are exact.
   */
  public static final int VALUES_MAX = 10_000;

  /** Most UTF-16 code units of all different values together. With more, a query fails. */
  public static final int VALUE_CHARS_MAX = 1 << 20;

  // A value and its count in a hash map, and in a list.
  private static final long VALUE_BYTES = 120;

  /**
   * Checks and copies the parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message names it
   */
  public FacetQuery {
    if (search != null && !search.filter().isNone()) {
      throw new IllegalArgumentException("the search of a facet query has a filter of its own");
    }
    names = names.stream().distinct().toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException("facets name no attribute");
    }
    if (names.size() > NAMES_MAX) {
      throw new IllegalArgumentException(
          names.size() + " attributes; facets of at most " + NAMES_MAX + " are counted");
    }
    names.forEach(Attributes::checkName);
    if (limit < 1 || limit > VALUES_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + VALUES_MAX + " is allowed");
    }
  }

  /** The same query for all values, so that the counts of stores can be added. */
  public FacetQuery ofAll() {
    return new FacetQuery(search, filter, names, VALUES_MAX);
  }

  /** About the most that the counts of a store take, in bytes. */
  public long bytesMax() {
    return VALUE_BYTES * VALUES_MAX * names.size();
  }

  /** The same query with another search. */
  public FacetQuery withSearch(TextSearch other) {
    return new FacetQuery(other, filter, names, limit);
  }
}
