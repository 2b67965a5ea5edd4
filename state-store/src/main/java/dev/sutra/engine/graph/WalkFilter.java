package dev.sutra.engine.graph;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Keeps a walk to the concepts that meet a filter. */
final class WalkFilter {
  private WalkFilter() {}

  /**
   * Those of some concepts that exist and meet a filter, in their order; all without a filter.
   *
   * @param id gives the id of a concept
   */
  static <T> List<T> passing(
      EdgeSource source, ConceptFilter filter, List<T> concepts, Function<T, String> id) {
    if (filter.isNone()) {
      return concepts;
    }
    List<T> kept = new ArrayList<>();
    for (int from = 0; from < concepts.size(); from += QueryLimits.ITEMS_MAX) {
      List<T> portion =
          concepts.subList(from, Math.min(concepts.size(), from + QueryLimits.ITEMS_MAX));
      Set<String> passing = source.passing(portion.stream().map(id).toList(), filter);
      portion.stream().filter(concept -> passing.contains(id.apply(concept))).forEach(kept::add);
    }
    return kept;
  }
}
