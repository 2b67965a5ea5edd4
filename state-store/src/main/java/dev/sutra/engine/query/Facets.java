package dev.sutra.engine.query;

import dev.sutra.record.Attributes;
import java.util.Comparator;
import java.util.List;

/**
 * How often values of attributes occur among some concepts.
 *
 * @param total the number of these concepts
 * @param facets one for each attribute, in the order of the query
 */
public record Facets(long total, List<Facet> facets) {
  static final Comparator<Count> MOST_FIRST =
      Comparator.comparingLong(Count::concepts)
          .reversed()
          .thenComparing(Count::value, Facets::compareValues);

  /**
   * The values of an attribute.
   *
   * @param values the most frequent first, then booleans before numbers before strings, each in
   *     their order; at most as many as the query's limit
   * @param distinct how many different values occur
   * @param missing how many of the concepts do not have the attribute
   */
  public record Facet(String name, List<Count> values, int distinct, long missing) {
    public Facet {
      values = List.copyOf(values);
    }
  }

  /**
   * A value.
   *
   * @param value a string, a boolean, a {@link Long} or a {@link Double}; a floating number that is
   *     a whole one is a {@link Long}, as for filters
   * @param concepts how many have it
   */
  public record Count(Object value, long concepts) {}

  public Facets {
    facets = List.copyOf(facets);
  }

  private static int compareValues(Object a, Object b) {
    if (kind(a) != kind(b)) {
      return Integer.compare(kind(a), kind(b));
    }
    return switch (a) {
      case Boolean flag -> flag.compareTo((Boolean) b);
      case String text -> MergedResults.BY_ID.compare(text, (String) b);
      default -> Attributes.compareNumbers(a, b);
    };
  }

  private static int kind(Object value) {
    return value instanceof Boolean ? 0 : value instanceof String ? 2 : 1;
  }
}
