package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextMatch;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Compares queries with operators, and completions, with a look at each text. */
final class SearchChecks {
  private static final int ALL = 1000;

  private SearchChecks() {}

  static void check(ReferenceStore model, Snapshot snapshot, RandomConcepts given) {
    String a = given.word();
    String b = given.word();
    String c = given.word();
    Map<String, Predicate<String>> queries =
        Map.of(
            "+" + a + " -" + b + " " + c, text -> has(text, a) && !has(text, b),
            a + " AND (" + b + " OR " + c + ")",
                text -> has(text, a) && (has(text, b) || has(text, c)),
            "(" + a + " " + b + ") NOT " + c,
                text -> (has(text, a) || has(text, b)) && !has(text, c),
            a + " (" + b + " AND NOT " + c + ")^2",
                text -> has(text, a) || (has(text, b) && !has(text, c)),
            a.substring(1) + "~1", text -> has(text, a));
    queries.forEach(
        (query, matches) -> {
          List<Hit> hits =
              snapshot.search(TextSearch.of(query, TextSearch.Mode.QUERY, ALL).withExplain(true));
          assertEquals(ids(model, matches), hits.stream().map(Hit::id).collect(ids()), query);
          hits.forEach(hit -> assertEquals(hit.score(), sum(hit), 1e-5, query));
        });
    checkCompletion(model, snapshot, a.substring(0, 1));
  }

  private static Collector<String, ?, Set<String>> ids() {
    return Collectors.toCollection(TreeSet::new);
  }

  private static double sum(Hit hit) {
    TextMatch match = hit.match();
    List<TextMatch.Part> parts = match == null ? null : match.parts();
    return parts == null ? 0 : parts.stream().mapToDouble(TextMatch.Part::score).sum();
  }

  private static Set<String> ids(ReferenceStore model, Predicate<String> matches) {
    return model.concepts().values().stream()
        .filter(concept -> concept.text() != null && matches.test(concept.text()))
        .map(Concept::id)
        .collect(ids());
  }

  private static boolean has(String text, String word) {
    return List.of(text.split(" ", -1)).contains(word);
  }

  private static void checkCompletion(ReferenceStore model, Snapshot snapshot, String prefix) {
    Map<String, Long> expected = new TreeMap<>();
    for (Concept concept : model.concepts().values()) {
      Set<String> words = new TreeSet<>(List.of(String.valueOf(concept.text()).split(" ", -1)));
      words.stream()
          .filter(word -> concept.text() != null && word.startsWith(prefix))
          .forEach(word -> expected.merge(word, 1L, Long::sum));
    }
    Map<String, Long> found = new HashMap<>();
    for (Completions.Word word : snapshot.complete(new CompletionQuery(prefix, ALL)).items()) {
      found.put(word.word(), word.documents());
    }
    assertEquals(expected, new TreeMap<>(found));
  }
}
