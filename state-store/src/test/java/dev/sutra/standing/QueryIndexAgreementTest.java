package dev.sutra.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.DocumentOrder;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.text.query.TextSearcher;
import dev.sutra.vector.Similarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index finds what the engine finds with each query on a store of the one document. */
class QueryIndexAgreementTest {
  private static final List<String> WORDS =
      List.of(
          "the",
          "of",
          "run",
          "runs",
          "running",
          "runner",
          "sea",
          "seas",
          "season",
          "river",
          "rivers",
          "riverbed",
          "well-known",
          "don't",
          "state",
          "states",
          "station",
          "Straße",
          "naïve",
          "naive",
          "C++",
          "3.14",
          "日本語",
          "e-mail",
          "mountains",
          "mountain",
          "mount",
          "a");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"english", "standard", "german"})
  void textQueriesMatchAsASearchDoes(String name) {
    Random random = TextFixtures.random("standing text " + name, new Random().nextLong());
    TextAnalyzer analyzer = TextAnalyzer.named(name);
    QueryIndex index = new QueryIndex(analyzer, 2, Similarity.COSINE);
    Map<String, Text> registered = new TreeMap<>();
    int found = 0;
    for (int step = 0; step < 600; step++) {
      change(random, index, registered, analyzer);
      change(random, index, registered, analyzer);
      String text = words(random, 14);
      TreeSet<String> expected = new TreeSet<>();
      TextBuffer buffer = new TextBuffer(analyzer);
      buffer.add(0, text);
      registered.forEach(
          (id, query) -> {
            if (searchFinds(buffer, query, analyzer)) {
              expected.add(id);
            }
          });
      assertEquals(
          List.copyOf(expected), ids(index, Concept.builder("c").text(text).build()), text);
      found += expected.size();
    }
    assertEquals(registered.size(), index.size());
    assertTrue(found > 1000, "matches: " + found);
  }

  private static void change(
      Random random, QueryIndex index, Map<String, Text> registered, TextAnalyzer analyzer) {
    String id = "q" + random.nextInt(300);
    if (random.nextInt(4) == 0) {
      assertEquals(registered.remove(id) != null, index.remove(id));
      return;
    }
    Text query = new Text(queryText(random), random.nextInt(3) == 0);
    if (!TextQueryParser.parse(query.text(), analyzer, TextQuery.Mode.OR).clauses().isEmpty()) {
      index.put(id, new StandingQuery(query));
      registered.put(id, query);
    }
  }

  private static String queryText(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      parts.add(
          switch (random.nextInt(5)) {
            case 0 -> '"' + words(random, 3) + '"';
            case 1 -> word.substring(0, 1 + random.nextInt(word.length())) + '*';
            case 2 -> random.nextInt(3) == 0 ? word + "-" + word.charAt(0) + "*" : word;
            default -> word;
          });
    }
    return String.join(" ", parts);
  }

  private static String words(Random random, int most) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(most); i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  private static boolean searchFinds(TextBuffer buffer, Text query, TextAnalyzer analyzer) {
    QueryTree parsed =
        QueryTree.of(
            TextQueryParser.parse(
                query.text(), analyzer, query.any() ? TextQuery.Mode.OR : TextQuery.Mode.AND));
    List<SourceView> sources = List.of(new SourceView(buffer, TextFixtures.below(1)));
    CorpusStatistics statistics =
        CorpusStatistics.gather(parsed, sources, analyzer, 1, Math.max(1, buffer.lengthOf(0)));
    DocumentOrder order = (a, b, c, d) -> 0;
    return !TextSearcher.search(sources, parsed, statistics, order, 1).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void vectorQueriesMatchToTheLastBit(Similarity similarity) {
    Random random = TextFixtures.random("standing vectors " + similarity, new Random().nextLong());
    int found = 0;
    for (int dimension : new int[] {1, 2, 3, 100, 128, 129, 384, 1000}) {
      QueryIndex index = new QueryIndex(TextAnalyzer.named("english"), dimension, similarity);
      List<float[]> events = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        events.add(vector(random, dimension));
      }
      Map<String, Near> registered = new HashMap<>();
      for (int i = 0; i < 900; i++) {
        String id = "q" + random.nextInt(600);
        if (random.nextInt(5) == 0) {
          index.remove(id);
          registered.remove(id);
          continue;
        }
        float[] event = events.get(random.nextInt(events.size()));
        Near query = near(random, similarity, event, vector(random, dimension));
        index.put(id, new StandingQuery(query));
        registered.put(id, query);
      }
      found += compare(similarity, index, registered, events);
    }
    assertTrue(found > 1000, "matches: " + found);
  }

  /** So many that directions are learned; also from vectors that lie in few dimensions. */
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void manyVectorQueriesMatchToTheLastBit(Similarity similarity) {
    Random random = TextFixtures.random("standing heads " + similarity, new Random().nextLong());
    int found = 0;
    for (int rank : new int[] {1, 50, 200, 384}) {
      int dimension = rank == 200 ? 200 : 384;
      List<float[]> basis = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        basis.add(vector(random, dimension));
      }
      QueryIndex index = new QueryIndex(TextAnalyzer.named("english"), dimension, similarity);
      List<float[]> events = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        events.add(i < 5 ? vector(random, dimension) : mixed(random, basis));
      }
      Map<String, Near> registered = new HashMap<>();
      for (int i = 0; i < 6000; i++) {
        String id = "q" + random.nextInt(4500);
        if (random.nextInt(8) == 0) {
          index.remove(id);
          registered.remove(id);
          continue;
        }
        float[] event = events.get(random.nextInt(events.size()));
        Near query = near(random, similarity, event, mixed(random, basis));
        index.put(id, new StandingQuery(query));
        registered.put(id, query);
      }
      found += compare(similarity, index, registered, events);
    }
    assertTrue(found > 1000, "matches: " + found);
  }

  private static int compare(
      Similarity similarity, QueryIndex index, Map<String, Near> registered, List<float[]> events) {
    int found = 0;
    for (float[] event : events) {
      Map<String, Float> expected = new TreeMap<>();
      registered.forEach(
          (id, query) -> {
            float score = similarity.score(event, query.vector());
            if (score >= query.minScore()) {
              expected.put(id, score);
            }
          });
      Map<String, Float> actual = new TreeMap<>();
      index
          .match(Concept.builder("c").vector(event).build())
          .forEach(match -> actual.put(match.queryId(), match.score()));
      assertEquals(expected, actual, "dimension " + event.length);
      found += expected.size();
    }
    return found;
  }

  /** A sum of some vectors, so that all such lie in their span. */
  private static float[] mixed(Random random, List<float[]> basis) {
    float[] vector = new float[basis.getFirst().length];
    for (int i = 0; i < 3; i++) {
      float[] other = basis.get(random.nextInt(basis.size()));
      float weight = (float) random.nextGaussian() + 0.01f;
      for (int j = 0; j < vector.length; j++) {
        vector[j] += weight * other[j];
      }
    }
    return vector;
  }

  /** A query whose threshold is at, just above or just below the score of an event. */
  private static Near near(Random random, Similarity similarity, float[] event, float[] vector) {
    if (random.nextBoolean()) {
      float part = random.nextFloat();
      for (int i = 0; i < vector.length; i++) {
        vector[i] = event[i] + vector[i] * part * 0.1f;
      }
    }
    float score = similarity.score(event, vector);
    float greatest = similarity == Similarity.DOT_PRODUCT ? Float.MAX_VALUE : 1;
    float least =
        switch (random.nextInt(4)) {
          case 0 -> score;
          case 1 -> Math.nextUp(score);
          case 2 -> Math.nextDown(score);
          default -> random.nextFloat();
        };
    return new Near(vector, Math.min(greatest, least));
  }

  private static float[] vector(Random random, int dimension) {
    float scale =
        switch (random.nextInt(6)) {
          case 0 -> 1e-9f;
          case 1 -> 1e15f;
          case 2 -> 100;
          default -> 1;
        };
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian() * scale;
    }
    vector[0] += vector[0] == 0 ? scale : 0;
    return vector;
  }

  @Test
  void matchesAreThoseOfTheEngine() throws Exception {
    Random random = TextFixtures.random("standing engine", new Random().nextLong());
    int dimension = 24;
    QueryIndex index = new QueryIndex(TextAnalyzer.named("english"), dimension, Similarity.COSINE);
    ConceptFilter filter = new ConceptFilter(Map.of("n", 1.0), 5, 20, "c");
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float[] vector = vector(random, dimension);
      vectors.add(vector);
      index.put(
          "v" + i,
          new StandingQuery(new Near(vector, 0.1f), i % 2 == 0 ? filter : ConceptFilter.NONE));
    }
    for (int round = 0; round < 10; round++) {
      Concept event =
          Concept.builder(round % 3 == 0 ? "d" : "c")
              .vector(vector(random, dimension))
              .attribute("n", round % 2)
              .updatedAt(round)
              .build();
      Map<String, Float> expected = new TreeMap<>();
      try (StorageEngine engine =
          StorageEngine.open(directory.resolve("s" + round), EngineOptions.standalone(dimension))) {
        engine.put(event);
        try (Snapshot snapshot = engine.snapshot()) {
          for (int i = 0; i < vectors.size(); i++) {
            SimilarQuery query =
                new SimilarQuery(vectors.get(i), 1, 0.1f, true, null)
                    .withFilter(i % 2 == 0 ? filter : ConceptFilter.NONE);
            String id = "v" + i;
            snapshot.similar(query).items().forEach(hit -> expected.put(id, hit.score()));
          }
        }
      }
      Map<String, Float> actual = new TreeMap<>();
      index.match(event).forEach(match -> actual.put(match.queryId(), match.score()));
      assertEquals(expected, actual);
      assertTrue(!expected.isEmpty());
    }
  }

  private static List<String> ids(QueryIndex index, Concept concept) {
    return index.match(concept).stream().map(QueryMatch::queryId).toList();
  }
}
