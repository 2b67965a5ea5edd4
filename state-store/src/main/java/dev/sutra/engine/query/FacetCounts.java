package dev.sutra.engine.query;

import dev.sutra.engine.query.Facets.Count;
import dev.sutra.engine.query.Facets.Facet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up the values of a {@link FacetQuery} within its limits. Not thread-safe. */
public final class FacetCounts {
  private final FacetQuery query;
  // For each attribute of the query.
  private final List<Map<Object, Long>> counts = new ArrayList<>();
  private long total;
  private long chars;

  public FacetCounts(FacetQuery query) {
    this.query = query;
    query.names().forEach(name -> counts.add(new HashMap<>()));
  }

  /**
   * The counts of several stores, which share no concept.
   *
   * @param parts the results of {@link FacetQuery#ofAll}
   * @throws IllegalArgumentException if the values are too many or too long in all of them
   */
  public static Facets merge(Collection<Facets> parts, FacetQuery query) {
    FacetCounts counts = new FacetCounts(query);
    for (Facets part : parts) {
      counts.addConcepts(part.total());
      for (int i = 0; i < part.facets().size(); i++) {
        for (Count count : part.facets().get(i).values()) {
          counts.add(i, count.value(), count.concepts());
        }
      }
    }
    return counts.facets();
  }

  /** Adds concepts, with whatever attributes. */
  public void addConcepts(long concepts) {
    total += concepts;
  }

  /**
   * Adds concepts with a value.
   *
   * @param attribute its number in the query
   * @param value as {@link dev.sutra.record.Attributes#comparable} returns it
   * @throws IllegalArgumentException if the values become too many or too long; the message names
   *     the attribute and the limit
   */
  public void add(int attribute, Object value, long concepts) {
    Map<Object, Long> values = counts.get(attribute);
    if (values.merge(value, concepts, Long::sum) != concepts) {
      return;
    }
    // At once, so that an attribute of a million values takes no memory for them.
    if (values.size() > FacetQuery.VALUES_MAX) {
      throw new IllegalArgumentException(
          "attribute "
              + query.names().get(attribute)
              + " has more than "
              + FacetQuery.VALUES_MAX
              + " different values among these concepts, too many for a facet");
    }
    chars += value instanceof String text ? text.length() : 0;
    if (chars > FacetQuery.VALUE_CHARS_MAX) {
      throw new IllegalArgumentException(
          "attribute "
              + query.names().get(attribute)
              + " has values too long for a facet: all values together have more than "
              + FacetQuery.VALUE_CHARS_MAX
              + " characters");
    }
  }

  /** The most frequent values. */
  public Facets facets() {
    List<Facet> facets = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      facets.add(facet(query.names().get(i), counts.get(i)));
    }
    return new Facets(total, facets);
  }

  private Facet facet(String name, Map<Object, Long> values) {
    List<Count> all = new ArrayList<>(values.size());
    long having = 0;
    for (Map.Entry<Object, Long> entry : values.entrySet()) {
      all.add(new Count(entry.getKey(), entry.getValue()));
      having += entry.getValue();
    }
    all.sort(Facets.MOST_FIRST);
    return new Facet(
        name, all.subList(0, Math.min(query.limit(), all.size())), all.size(), total - having);
  }
}
