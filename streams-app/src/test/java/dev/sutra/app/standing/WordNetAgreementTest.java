package dev.sutra.app.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Concept;
import dev.sutra.record.LiveDocuments;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.QueryMatch;
import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.text.query.TextSearcher;
import dev.sutra.text.score.TextHit;
import dev.sutra.vector.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of queries and events of WordNet: the index answers what each query alone answers. */
class WordNetAgreementTest {
  private static final int EVENTS = 3_000;
  private static final int QUERIES = 4_000;
  private static final int DIMENSION = 200;

  /** As many documents as a search may return. */
  private static final int CHUNK = 1_000;

  private static List<Concept> events;
  private static List<String> glosses;

  @BeforeAll
  static void readWordNet() throws Exception {
    List<Synset> synsets = new ArrayList<>(WordNet.load().synsets());
    Collections.shuffle(synsets, new Random(13));
    events = new ArrayList<>();
    for (Synset synset : synsets.subList(0, EVENTS)) {
      events.add(
          Concept.builder(synset.id())
              .text(synset.text())
              .vector(vector(synset.text()))
              .attribute("pos", synset.partOfSpeech())
              .attribute("words", synset.words().size())
              .updatedAt(events.size())
              .build());
    }
    // Half of the queries are made of texts that no event has.
    glosses = synsets.subList(EVENTS / 2, EVENTS / 2 + EVENTS).stream().map(Synset::text).toList();
  }

  private static Random random(String test) {
    long seed = new Random().nextLong();
    System.out.println("standing queries over WordNet, " + test + ", seed " + seed);
    return new Random(seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"english", "standard"})
  void textQueriesMatchWhatASearchFinds(String name) {
    Random random = random(name);
    TextAnalyzer analyzer = TextAnalyzer.named(name);
    QueryIndex index = new QueryIndex(analyzer, DIMENSION, Similarity.COSINE);
    Map<String, StandingQuery> queries = new TreeMap<>();
    for (int i = 0; i < QUERIES; i++) {
      Text text = new Text(queryText(random), random.nextInt(4) == 0);
      if (!parsed(text, analyzer).clauses().isEmpty()) {
        StandingQuery query = new StandingQuery(text, filter(random));
        index.put("q" + i, query);
        queries.put("q" + i, query);
      }
    }
    Map<String, List<String>> expected = new TreeMap<>();
    for (int from = 0; from < EVENTS; from += CHUNK) {
      search(events.subList(from, from + CHUNK), queries, analyzer, expected);
    }
    assertTrue(compared(index, expected) > 5 * QUERIES);
  }

  /** Adds to each event the queries whose search finds it. */
  private static void search(
      List<Concept> documents,
      Map<String, StandingQuery> queries,
      TextAnalyzer analyzer,
      Map<String, List<String>> expected) {
    TextBuffer buffer = new TextBuffer(analyzer);
    long length = 0;
    for (int i = 0; i < documents.size(); i++) {
      buffer.add(i, String.valueOf(documents.get(i).text()));
      length += buffer.lengthOf(i);
    }
    List<SourceView> sources = List.of(new SourceView(buffer, all()));
    for (Map.Entry<String, StandingQuery> entry : queries.entrySet()) {
      QueryTree query = QueryTree.of(parsed((Text) entry.getValue().condition(), analyzer));
      CorpusStatistics statistics =
          CorpusStatistics.gather(query, sources, analyzer, documents.size(), length);
      for (TextHit hit :
          TextSearcher.search(
              sources, query, statistics, (a, b, c, d) -> Integer.compare(b, d), CHUNK)) {
        Concept found = documents.get(hit.document());
        if (entry.getValue().filter().matches(found)) {
          expected
              .computeIfAbsent(found.id(), id -> new ArrayList<>())
              .add(entry.getKey() + " 1.0");
        }
      }
    }
  }

  private static LiveDocuments all() {
    return new LiveDocuments() {
      @Override
      public boolean isLive(int document) {
        return true;
      }

      @Override
      public boolean allLive() {
        return true;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void vectorQueriesMatchWhatIsNearEnough(Similarity similarity) {
    Random random = random(similarity.name());
    QueryIndex index = new QueryIndex(TextAnalyzer.named("english"), DIMENSION, similarity);
    Map<String, StandingQuery> queries = new TreeMap<>();
    for (int i = 0; i < QUERIES; i++) {
      float[] vector = vector(glosses.get(random.nextInt(glosses.size())));
      float score = similarity.score(vector, vectorOf(events.get(random.nextInt(EVENTS))));
      float least =
          switch (random.nextInt(4)) {
            case 0 -> score;
            case 1 -> Math.nextUp(score);
            case 2 -> 0.9f;
            default -> 0.7f;
          };
      StandingQuery query =
          new StandingQuery(
              new Near(vector, similarity == Similarity.DOT_PRODUCT ? least : Math.min(1, least)),
              filter(random));
      index.put("q" + i, query);
      queries.put("q" + i, query);
    }
    Map<String, List<String>> expected = new TreeMap<>();
    for (Concept event : events) {
      queries.forEach(
          (id, query) -> {
            Near near = (Near) query.condition();
            float score = similarity.score(near.vector(), vectorOf(event));
            if (score >= near.minScore() && query.filter().matches(event)) {
              expected.computeIfAbsent(event.id(), key -> new ArrayList<>()).add(id + " " + score);
            }
          });
    }
    assertTrue(compared(index, expected) > QUERIES);
  }

  @Test
  void allKindsTogetherMatchAsEachDoesAlone() {
    Random random = random("kinds");
    TextAnalyzer analyzer = TextAnalyzer.named("english");
    QueryIndex texts = new QueryIndex(analyzer, DIMENSION, Similarity.COSINE);
    QueryIndex vectors = new QueryIndex(analyzer, DIMENSION, Similarity.COSINE);
    QueryIndex both = new QueryIndex(analyzer, DIMENSION, Similarity.COSINE);
    for (int i = 0; i < QUERIES; i++) {
      String gloss = glosses.get(random.nextInt(glosses.size()));
      StandingQuery near = new StandingQuery(new Near(vector(gloss), 0.6f));
      StandingQuery text = new StandingQuery(new Text(gloss, true));
      texts.put("t" + i, text);
      vectors.put("v" + i, near);
      both.put("t" + i, text);
      both.put("v" + i, near);
    }
    for (Concept event : events.subList(0, 500)) {
      List<QueryMatch> expected = new ArrayList<>(texts.match(event));
      expected.addAll(vectors.match(event));
      assertEquals(expected, both.match(event));
    }
  }

  private static long compared(QueryIndex index, Map<String, List<String>> expected) {
    long found = 0;
    for (Concept event : events) {
      List<String> sorted = expected.getOrDefault(event.id(), List.of()).stream().sorted().toList();
      List<String> actual =
          index.match(event).stream()
              .map(match -> match.queryId() + " " + match.score())
              .sorted()
              .toList();
      assertEquals(sorted, actual, event::toString);
      found += actual.size();
    }
    return found;
  }

  private static TextQuery parsed(Text text, TextAnalyzer analyzer) {
    return TextQueryParser.parse(
        text.text(), analyzer, text.any() ? TextQuery.Mode.OR : TextQuery.Mode.AND);
  }

  /** Words, phrases and prefixes of one gloss, sometimes with a word of another. */
  private static String queryText(Random random) {
    String[] words = glosses.get(random.nextInt(glosses.size())).split(" ", -1);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(words.length);
      String word = words[at].replace('"', ' ').replace('*', ' ');
      switch (random.nextInt(5)) {
        case 0 -> {
          List<String> phrase =
              Arrays.asList(words).subList(at, Math.min(words.length, at + 1 + random.nextInt(3)));
          parts.add('"' + String.join(" ", phrase).replace('"', ' ') + '"');
        }
        case 1 ->
            parts.add(word.substring(0, Math.min(word.length(), 1 + random.nextInt(6))) + "*");
        default -> parts.add(word);
      }
    }
    if (random.nextInt(10) == 0) {
      parts.add(glosses.get(random.nextInt(glosses.size())).split(" ", -1)[0]);
    }
    return String.join(" ", parts);
  }

  private static ConceptFilter filter(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new ConceptFilter(Map.of("pos", "n"), Long.MIN_VALUE, Long.MAX_VALUE, null);
      case 1 -> new ConceptFilter(Map.of("words", 1), Long.MIN_VALUE, Long.MAX_VALUE, null);
      case 2 -> new ConceptFilter(Map.of(), random.nextInt(EVENTS), Long.MAX_VALUE, null);
      case 3 -> new ConceptFilter(Map.of(), Long.MIN_VALUE, Long.MAX_VALUE, "v0");
      default -> ConceptFilter.NONE;
    };
  }

  private static float[] vectorOf(Concept concept) {
    float[] vector = concept.vector();
    if (vector == null) {
      throw new AssertionError(concept.id());
    }
    return vector;
  }

  /** The sum of a random vector for each word: texts that share words are near. */
  private static float[] vector(String text) {
    float[] vector = new float[DIMENSION];
    for (String word : text.split(" ", -1)) {
      Random random = new Random(word.hashCode());
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += (float) random.nextGaussian();
      }
    }
    return vector;
  }
}
