package dev.sutra.text.query;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.TextHit;
import dev.sutra.text.syntax.RandomExpressions;
import dev.sutra.text.syntax.TextExpression;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches with operators, slop, boosts and fuzzy words, compared with reading all texts. */
class QueryTreeSearchTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  private static void check(SearchModel model, QueryTree query, int limit) {
    assertEquals(model.expected(query, limit), model.search(query, limit), query::toString);
  }

  private static BitSet all(int size) {
    BitSet all = new BitSet();
    all.set(0, size);
    return all;
  }

  @Test
  void treesEqualReadingEverything() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      Random random = random("treesEqualReadingEverything", seed);
      int vocabulary = random.nextBoolean() ? 8 : 100;
      SearchModel model = new SearchModel(analyzer);
      for (int i = 0; i < 3; i++) {
        List<String> texts = TextFixtures.texts(random, random.nextInt(1500), 12, vocabulary);
        model.addSource(random, texts, random.nextInt(3) > 0, random.nextBoolean() ? 0 : 0.4);
      }
      int found = 0;
      for (int round = 0; round < 60; round++) {
        QueryTree query =
            QueryTreeBuilder.parse(
                RandomExpressions.group(random, vocabulary, 3).toString(),
                analyzer,
                random.nextInt(4) == 0);
        check(model, query, 1 + random.nextInt(30));
        found += model.search(query, 1).size();
      }
      assertTrue(found > 10, () -> "most queries find nothing");
    }
  }

  @Test
  void thePartsOfAScoreSumToIt() throws Exception {
    Random random = random("thePartsOfAScoreSumToIt", 1);
    SearchModel model = new SearchModel(analyzer);
    for (int i = 0; i < 3; i++) {
      model.addSource(random, TextFixtures.texts(random, 500, 12, 40), i > 0, 0.2);
    }
    int parts = 0;
    for (int round = 0; round < 150; round++) {
      QueryTree query =
          QueryTreeBuilder.parse(
              RandomExpressions.group(random, 40, 3).toString(), analyzer, false);
      CorpusStatistics statistics = model.statistics(query);
      List<TextHit> hits = model.search(query, 20);
      List<List<ScorePart>> explained =
          TextSearcher.explain(model.sources, query, statistics, hits);
      for (int i = 0; i < hits.size(); i++) {
        double sum = 0;
        for (ScorePart part : explained.get(i)) {
          sum += part.score();
          double k = 1.2 * (0.25 + 0.75 * part.length() / part.averageLength());
          double textbook = part.boost() * part.idf() * part.frequency() / (part.frequency() + k);
          assertEquals(textbook, part.score(), 1e-9, part::toString);
        }
        assertEquals(hits.get(i).score(), sum, 1e-12, query::toString);
        parts += explained.get(i).size();
      }
    }
    assertTrue(parts > 1000, "only " + parts);
  }

  @Test
  void anExplanationNamesThePartsThatMatch() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    model.addSource(List.of("red fish", "blue fish swims"), List.of("a", "b"), true, all(2));
    QueryTree query =
        QueryTreeBuilder.parse("\"red fish\"~1 fi* (blue AND red) fisch~1^2", analyzer, false);
    List<String> named = new ArrayList<>();
    for (ScorePart part :
        TextSearcher.explain(model.sources, query, model.statistics(query), model.search(query, 1))
            .getFirst()) {
      named.add(part.part() + " " + part.boost() + " " + part.frequency());
    }
    assertEquals(List.of("\"red fish\"~1 1.0 1", "fi* 1.0 1", "fish 1.5 1"), named);
  }

  /** Blocks and whole lists are passed over where their bounds are too low. */
  @Test
  void treesEqualReadingEverythingInLongLists() throws Exception {
    Random random = random("treesEqualReadingEverythingInLongLists", 1);
    SearchModel model = new SearchModel(analyzer);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 9000; i++) {
      int words = i / 700 % 3 == 0 ? 5 : 30;
      texts.add(TextFixtures.text(random, words, 40) + (i % 1000 == 7 ? " rare" : ""));
    }
    model.addSource(random, texts, true, 0.1);
    for (int round = 0; round < 60; round++) {
      TextExpression query = RandomExpressions.group(random, 30, 2);
      String text = random.nextBoolean() ? query + " rare^9" : "+(" + query + ") -rare";
      check(model, QueryTreeBuilder.parse(text, analyzer, false), 1 + random.nextInt(5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a b,             1, a b",
    "a b,             1, a x b",
    "a b,             2, a x x b",
    "a b,             2, b a",
    "a b,             3, b x a",
    "a b c,           2, a c b",
    "a a,             1, a x a",
    "a b a,           2, a a b",
  })
  void aSlopIsTheLeastThatFinds(String phrase, int slop, String text) throws Exception {
    SearchModel model = new SearchModel(analyzer);
    model.addSource(List.of(text, "a", "b", "c"), List.of("0", "1", "2", "3"), true, all(4));
    int least = 0;
    while (model.search(sloppy(phrase, least), 10).isEmpty()) {
      least++;
    }
    // The words as they are need none.
    assertEquals(phrase.equals(text) ? 0 : slop, least);
    assertEquals(1, model.search(sloppy(phrase, least + 1), 10).size());
  }

  private QueryTree sloppy(String phrase, int slop) {
    return QueryTreeBuilder.parse("\"" + phrase + "\"~" + slop, analyzer, false);
  }

  @Test
  void oneWordIsNotTwoOfAPhrase() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    model.addSource(List.of("a b", "b a a"), List.of("0", "1"), true, all(2));
    assertEquals(1, model.search(sloppy("a a", 9), 10).size());
  }

  @Test
  void aBoostMultipliesTheScore() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    model.addSource(List.of("red fish", "blue fish"), List.of("a", "b"), true, all(2));
    double plain =
        model.search(QueryTreeBuilder.parse("red", analyzer, false), 1).getFirst().score();
    for (String boosted : List.of("red^2.5", "(red)^2.5", "((red^2)^1.25)", "+red^2.5")) {
      QueryTree query = QueryTreeBuilder.parse(boosted, analyzer, false);
      assertEquals(2.5 * plain, model.search(query, 1).getFirst().score(), 1e-12, boosted);
    }
    QueryTree blue = QueryTreeBuilder.parse("red blue^1.1", analyzer, false);
    assertEquals(1, model.search(blue, 2).getFirst().document());
  }
}
