package dev.sutra.app.rest;

import dev.sutra.engine.query.FacetCounts;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts of {@link FakeConceptService}: a search finds texts with any of its words. */
final class FakeFacets {
  private FakeFacets() {}

  static Facets count(FacetQuery query, Collection<Concept> concepts) {
    FacetCounts counts = new FacetCounts(query);
    for (Concept concept : concepts) {
      if (query.filter().matches(concept) && isFound(query.search(), concept)) {
        counts.addConcepts(1);
        for (int i = 0; i < query.names().size(); i++) {
          Object value = concept.attributes().get(query.names().get(i));
          if (value != null) {
            counts.add(i, value, 1);
          }
        }
      }
    }
    return counts.facets();
  }

  private static boolean isFound(@Nullable TextSearch search, Concept concept) {
    return search == null
        || Stream.of(search.text().split(" ", -1))
            .anyMatch(String.valueOf(concept.text())::contains);
  }
}
