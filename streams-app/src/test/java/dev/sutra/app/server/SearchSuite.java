package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text searches over all partitions, compared with one store that has all. */
abstract class SearchSuite {
  static final int PARTITIONS = 4;

  abstract RestApi api();

  /** What was written. */
  abstract SampleConcepts expected();

  @Test
  void searchScoresAreThoseOfOneStore() {
    for (String query : List.of("dog", "cat house", "\"in the sea\"", "gard*", "horse barn sky")) {
      try (Snapshot snapshot = expected().store().snapshot()) {
        List<Hit> hits = snapshot.search(new TextSearch(query, 15, null));
        assertTrue(!hits.isEmpty(), query);
        assertHits(hits, api().ask("/v1/search?limit=15&q=" + encode(query)));
      }
    }
  }

  @Test
  void queriesWithOperatorsAreThoseOfOneStore() {
    for (String query :
        List.of(
            "+dog -cat",
            "dog AND (garden OR house) NOT horse",
            "\"sea in\"~4 bird^3",
            "(dog cat)^2 -gard* wolf^0.5",
            "dgo~1 hosue~ +cat~2^2")) {
      try (Snapshot snapshot = expected().store().snapshot()) {
        List<Hit> hits = snapshot.search(TextSearch.of(query, TextSearch.Mode.QUERY, 15));
        assertTrue(!hits.isEmpty(), query);
        assertHits(hits, api().ask("/v1/search?limit=15&q=" + encode(query)));
        List<Hit> all = snapshot.search(TextSearch.of("dog garden", TextSearch.Mode.ALL, 15));
        assertHits(all, api().ask("/v1/search?mode=all&limit=15&q=dog+garden"));
      }
    }
    try (Snapshot snapshot = expected().store().snapshot()) {
      TextSearch near = TextSearch.of("dgo gadren", TextSearch.Mode.ALL, 15).withFuzzy(true);
      List<Hit> hits = snapshot.search(near);
      assertTrue(!hits.isEmpty(), "typing errors");
      JsonNode answer = api().ask("/v1/search?mode=all&fuzzy=auto&limit=15&q=dgo+gadren");
      assertHits(hits, answer);
      JsonNode expanded = answer.path("expanded");
      assertEquals("dgo~1", expanded.path(0).path("word").asText());
      assertEquals("dog", expanded.path(0).path("words").path(0).asText());
    }
    assertEquals(400, api().get("/v1/search?q=" + encode("dog AND")).status());
  }

  @Test
  void hitsAreHighlightedAndExplained() {
    JsonNode items =
        api().ask("/v1/search?highlight=true&explain=true&q=" + encode("dog garden")).path("items");
    assertTrue(!items.isEmpty(), "hits");
    for (JsonNode item : items) {
      JsonNode highlight = item.path("highlight");
      String text = item.path("text").asText();
      assertTrue(text.startsWith(highlight.path("fragment").asText()), text);
      JsonNode span = highlight.path("matches").path(0);
      String word = text.substring(span.path(0).asInt(), span.path(1).asInt());
      assertTrue(List.of("dog", "garden").contains(word), word);
      double sum = 0;
      for (JsonNode part : item.path("explanation")) {
        sum += part.path("score").asDouble();
      }
      assertEquals(item.path("score").asDouble(), sum, 1e-6, item::toString);
    }
  }

  @Test
  void valuesAreCountedInAllPartitions() {
    try (Snapshot snapshot = expected().store().snapshot()) {
      for (String words : List.of("", "dog garden", "gardne~1 -cat")) {
        TextSearch search = words.isEmpty() ? null : TextSearch.of(words, TextSearch.Mode.QUERY, 1);
        Facets counts =
            snapshot.facets(
                new FacetQuery(
                    search, ConceptFilter.parse("number < 5"), List.of("kind", "number"), 7));
        JsonNode answer =
            api()
                .ask(
                    "/v1/facets?facet=kind&facet=number&limit=7&filter=number+%3C+5&q="
                        + encode(words));
        assertTrue(counts.total() > 0, words);
        assertEquals(counts.total(), answer.path("total").asLong());
        for (int i = 0; i < counts.facets().size(); i++) {
          Facets.Facet facet = counts.facets().get(i);
          List<String> values = new ArrayList<>();
          for (JsonNode value : answer.path("facets").path(i).path("values")) {
            values.add(value.path("value").asText() + " " + value.path("concepts").asLong());
          }
          assertEquals(
              facet.values().stream().map(each -> each.value() + " " + each.concepts()).toList(),
              values);
          assertEquals(facet.distinct(), answer.path("facets").path(i).path("distinct").asInt());
          assertEquals(facet.missing(), answer.path("facets").path(i).path("missing").asLong());
        }
        assertTrue(answer.path("exact").asBoolean());
      }
    }
  }

  @Test
  void wordsAreCompletedFromAllPartitions() {
    try (Snapshot snapshot = expected().store().snapshot()) {
      for (String prefix : List.of("g", "Do", "s", "none")) {
        List<String> words = new ArrayList<>();
        snapshot
            .complete(new CompletionQuery(prefix, 5))
            .items()
            .forEach(word -> words.add(word.word() + " " + word.documents()));
        List<String> found = new ArrayList<>();
        JsonNode answer = api().ask("/v1/complete?limit=5&prefix=" + prefix);
        for (JsonNode item : answer.path("items")) {
          found.add(item.path("word").asText() + " " + item.path("concepts").asLong());
        }
        assertEquals(words, found);
        assertTrue(answer.path("exact").asBoolean());
      }
    }
  }

  @Test
  void searchReportsIgnoredWords() {
    JsonNode answer = api().ask("/v1/search?q=" + encode("the of the"));
    assertEquals("[\"the\",\"of\"]", answer.path("ignored").toString());
    assertTrue(answer.path("items").isEmpty());
    assertEquals("[\"?!\"]", api().ask("/v1/search?q=" + encode("?!")).path("ignored").toString());
    assertEquals("[]", api().ask("/v1/search?q=dog").path("ignored").toString());
  }

  static void assertHits(List<Hit> expected, JsonNode answer) {
    List<Hit> hits = new ArrayList<>();
    for (JsonNode item : answer.get("items")) {
      hits.add(
          new Hit(
              item.get("id").asText(), item.get("text").asText(), item.get("score").floatValue()));
    }
    assertEquals(expected, hits);
    assertEquals(PARTITIONS, answer.get("partitions").get("answered").asInt());
    assertTrue(answer.get("exact").asBoolean());
  }
}
