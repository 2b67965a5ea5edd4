package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Facets.Count;
import dev.sutra.engine.query.Facets.Facet;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares counts of values with a model. */
final class FacetChecks {
  private static final Comparator<Count> ORDER =
      Comparator.comparing((Count count) -> -count.concepts())
          .thenComparing(count -> kind(count.value()))
          .thenComparing(count -> number(count.value()))
          .thenComparing(count -> count.value().toString());

  private FacetChecks() {}

  /** Counts among the concepts that pass a filter, and among those of them that a search finds. */
  static void check(
      ReferenceStore model, ConceptReader reader, RandomConcepts given, ConceptFilter filter) {
    List<Concept> passing =
        model.concepts().values().stream()
            .filter(concept -> model.passes(filter, concept.id()))
            .toList();
    check(reader, null, filter, passing);
    String words = given.word() + " " + given.word();
    List<String> found = model.search(words, Integer.MAX_VALUE).stream().map(Hit::id).toList();
    check(
        reader,
        new TextSearch(words, 1, null),
        filter,
        passing.stream().filter(concept -> found.contains(concept.id())).toList());
  }

  private static void check(
      ConceptReader reader,
      @Nullable TextSearch search,
      ConceptFilter filter,
      List<Concept> concepts) {
    List<String> names = List.of("color", "legs", "none", "mixed", "größe", "in");
    for (int limit : new int[] {1, 3, FacetQuery.VALUES_MAX}) {
      Facets facets = reader.facets(new FacetQuery(search, filter, names, limit));
      assertEquals(concepts.size(), facets.total(), filter::text);
      assertEquals(names, facets.facets().stream().map(Facet::name).toList());
      for (Facet facet : facets.facets()) {
        assertEquals(expected(facet.name(), concepts, limit), facet, filter::text);
      }
    }
  }

  private static Facet expected(String name, List<Concept> concepts, int limit) {
    Map<Object, Long> counts = new LinkedHashMap<>();
    long missing = 0;
    for (Concept concept : concepts) {
      @Nullable Object value = concept.attributes().get(name);
      if (value == null) {
        missing++;
      } else {
        counts.merge(whole(value), 1L, Long::sum);
      }
    }
    List<Count> values =
        counts.entrySet().stream()
            .map(each -> new Count(each.getKey(), each.getValue()))
            .sorted(ORDER)
            .limit(limit)
            .toList();
    return new Facet(name, values, counts.size(), missing);
  }

  private static Object whole(Object value) {
    if (value instanceof Double number) {
      try {
        return new BigDecimal(number).longValueExact();
      } catch (ArithmeticException e) {
        return number;
      }
    }
    return value;
  }

  private static int kind(Object value) {
    return value instanceof Boolean ? 0 : value instanceof Number ? 1 : 2;
  }

  private static BigDecimal number(Object value) {
    return value instanceof Number ? new BigDecimal(value.toString()) : BigDecimal.ZERO;
  }
}
