package dev.sutra.text.query;

import static dev.sutra.text.TextFixtures.random;
import static dev.sutra.text.TextFixtures.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.TextQuery.Mode;
import dev.sutra.text.score.TextHit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSearcherTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void equalsReadingEverything() throws Exception {
    for (long seed = 0; seed < 25; seed++) {
      Random random = random("equalsReadingEverything", seed);
      int vocabulary = random.nextBoolean() ? 12 : 400;
      SearchModel model = new SearchModel(analyzer);
      int sources = 1 + random.nextInt(5);
      for (int i = 0; i < sources; i++) {
        int words = 1 + random.nextInt(15);
        List<String> texts = TextFixtures.texts(random, random.nextInt(800), words, vocabulary);
        double dead = random.nextBoolean() ? 0 : random.nextDouble();
        model.addSource(random, texts, random.nextInt(3) > 0, dead);
      }
      for (int round = 0; round < 25; round++) {
        check(model, query(random, vocabulary), 1 + random.nextInt(30));
      }
    }
  }

  /** Lists of many blocks, so that whole blocks are passed over. */
  @Test
  void equalsReadingEverythingInLongLists() throws Exception {
    for (long seed = 0; seed < 4; seed++) {
      Random random = random("equalsReadingEverythingInLongLists", seed);
      SearchModel model = new SearchModel(analyzer);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 8000; i++) {
        // Stretches of long texts, and rare short ones that score best.
        int words = i / 500 % 2 == 0 ? 40 : 6;
        texts.add(TextFixtures.text(random, words, 3000));
      }
      model.addSource(random, texts, true, seed % 2 == 0 ? 0 : 0.3);
      model.addSource(random, texts.subList(0, 300), false, 0.2);
      for (int round = 0; round < 15; round++) {
        check(model, query(random, 60), 1 + random.nextInt(10));
      }
    }
  }

  /** One list is so much longer than the others that documents are only looked up in it. */
  @Test
  void equalsReadingEverythingWhereOneListIsVeryLong() throws Exception {
    Random random = random("equalsReadingEverythingWhereOneListIsVeryLong", 6);
    SearchModel model = new SearchModel(analyzer);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      String rare = random.nextInt(70) == 0 ? "rare " : random.nextInt(200) == 0 ? "scarce " : "";
      String common = random.nextInt(10) == 0 ? "" : "common ".repeat(1 + random.nextInt(3));
      texts.add(rare + common + "filler ".repeat(random.nextInt(12)));
    }
    model.addSource(random, texts, true, 0.1);
    model.addSource(random, texts.subList(0, 200), false, 0.1);
    for (String query : List.of("rare common", "common scarce rare", "scarce common filler")) {
      for (int limit : new int[] {1, 10, 100}) {
        check(model, parse(query, analyzer, Mode.OR), limit);
      }
    }
  }

  /** Most documents with both words cannot become hits, which shows before positions are read. */
  @Test
  void phrasesEqualReadingEverythingInLongLists() throws Exception {
    for (long seed = 0; seed < 4; seed++) {
      Random random = random("phrasesEqualReadingEverythingInLongLists", seed);
      SearchModel model = new SearchModel(analyzer);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        texts.add(TextFixtures.text(random, 1 + random.nextInt(i % 700 == 0 ? 6 : 40), 20));
      }
      model.addSource(random, texts, true, seed % 2 == 0 ? 0 : 0.3);
      model.addSource(random, texts.subList(0, 300), false, 0.2);
      for (int round = 0; round < 15; round++) {
        StringBuilder phrase = new StringBuilder().append('"');
        for (int word = 0; word < 2 + random.nextInt(2); word++) {
          phrase.append(word(random.nextInt(8))).append(' ');
        }
        check(
            model, parse(phrase.append('"').toString(), analyzer, Mode.OR), 1 + random.nextInt(5));
      }
    }
  }

  private void check(SearchModel model, QueryTree query, int limit) {
    assertEquals(model.expected(query, limit), model.search(query, limit), query::toString);
  }

  private QueryTree query(Random random, int vocabulary) {
    StringBuilder text = new StringBuilder();
    int clauses = 1 + random.nextInt(5);
    for (int i = 0; i < clauses; i++) {
      String word = word((int) (Math.pow(random.nextDouble(), 2) * vocabulary * 1.1));
      switch (random.nextInt(6)) {
        case 0 -> text.append('"').append(word).append(' ').append(word(random.nextInt(4)));
        case 1 -> text.append(word, 0, 1 + random.nextInt(word.length())).append("* ");
        default -> text.append(word).append(' ');
      }
      if (text.toString().indexOf('"') >= 0 && text.charAt(text.length() - 1) != ' ') {
        text.append(random.nextBoolean() ? " " + word(0) + "\" " : "\" ");
      }
    }
    Mode mode = random.nextInt(3) == 0 ? Mode.AND : Mode.OR;
    return parse(text.toString(), analyzer, mode);
  }

  private static QueryTree parse(String text, TextAnalyzer analyzer, Mode mode) {
    return QueryTree.of(TextQueryParser.parse(text, analyzer, mode));
  }

  @Test
  void hitsAndScoresDoNotDependOnWhereDocumentsLie() throws Exception {
    Random random = random("hitsAndScoresDoNotDependOnWhereDocumentsLie", 7);
    List<String> texts = TextFixtures.texts(random, 1200, 12, 80);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      ids.add("id-%05d".formatted(i));
    }
    SearchModel one = new SearchModel(analyzer);
    one.addSource(texts, ids, true, all(texts.size()));
    SearchModel many = new SearchModel(analyzer);
    for (int from = 0; from < texts.size(); from += 300) {
      List<String> part = texts.subList(from, from + 300);
      many.addSource(part, ids.subList(from, from + 300), from % 600 == 0, all(300));
      // An older version of the same concepts, dead.
      many.addSource(part, ids.subList(from, from + 300), true, new BitSet());
    }
    for (int round = 0; round < 100; round++) {
      QueryTree query = query(random, 80);
      List<String> expected = new ArrayList<>();
      for (TextHit hit : one.search(query, 20)) {
        expected.add(one.id(hit) + " " + hit.score());
      }
      List<String> found = new ArrayList<>();
      for (TextHit hit : many.search(query, 20)) {
        found.add(many.id(hit) + " " + hit.score());
      }
      assertEquals(expected, found, query::toString);
    }
  }

  private static BitSet all(int size) {
    BitSet all = new BitSet();
    all.set(0, size);
    return all;
  }

  @Test
  void equalScoresAreOrderedById() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      texts.add("red fish");
    }
    Random random = random("equalScoresAreOrderedById", 8);
    model.addSource(random, texts, true, 0.1);
    model.addSource(random, texts, false, 0.1);
    model.addSource(random, texts, true, 0);
    for (String text : List.of("red", "red fish", "\"red fish\"", "re*")) {
      for (Mode mode : Mode.values()) {
        check(model, parse(text, analyzer, mode), 50);
      }
    }
  }

  @Test
  void scoreIsTextbookBm25() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    List<String> texts = List.of("red red fish", "blue fish swims deep", "green", "");
    model.addSource(texts, List.of("a", "b", "c", "d"), true, all(4));
    QueryTree query = parse("red fish", analyzer, Mode.OR);
    List<TextHit> hits = model.search(query, 10);
    double average = 8 / 3.0;
    double red = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
    double fish = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    double k = 1.2 * (0.25 + 0.75 * 3 / average);
    assertEquals(0, hits.getFirst().document());
    assertEquals(red * 2 / (2 + k) + fish / (1 + k), hits.getFirst().score(), 1e-12);
    assertEquals(1, hits.get(1).document());
    double longer = 1.2 * (0.25 + 0.75 * 4 / average);
    assertEquals(fish / (1 + longer), hits.get(1).score(), 1e-12);
    assertEquals(2, hits.size());
  }

  @Test
  void stopWordsAloneFindNothing() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    model.addSource(List.of("red", ""), List.of("a", "b"), true, all(2));
    for (Mode mode : Mode.values()) {
      assertEquals(List.of(), model.search(QueryTree.of(new TextQuery(mode, List.of())), 10));
    }
  }

  @Test
  void phraseKeepsToTheDistanceOfItsWords() throws Exception {
    TextAnalyzer english = TextAnalyzer.named("english");
    SearchModel model = new SearchModel(english);
    List<String> texts =
        List.of("bank of england", "bank england", "england bank", "a bank in England, the bank");
    model.addSource(texts, List.of("a", "b", "c", "d"), true, all(4));
    List<Integer> found = new ArrayList<>();
    for (TextHit hit : model.search(parse("\"bank of england\"", english, Mode.OR), 10)) {
      found.add(hit.document());
    }
    assertEquals(List.of(0, 3), found);
  }

  @Test
  void statisticsOfPartitionsMergeToThoseOfAll() throws IOException {
    Random random = random("statisticsOfPartitionsMergeToThoseOfAll", 9);
    SearchModel all = new SearchModel(analyzer);
    List<SearchModel> partitions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<String> texts = TextFixtures.texts(random, 300, 10, 500);
      List<String> ids = new ArrayList<>();
      for (int j = 0; j < texts.size(); j++) {
        ids.add("%d-%04d".formatted(i, j));
      }
      BitSet live = all(200);
      all.addSource(texts, ids, true, live);
      SearchModel partition = new SearchModel(analyzer);
      partition.addSource(texts, ids, i == 1, live);
      partitions.add(partition);
    }
    for (int round = 0; round < 50; round++) {
      QueryTree query = query(random, 300);
      CorpusStatistics merged =
          partitions.stream()
              .map(partition -> partition.statistics(query))
              .reduce(CorpusStatistics::merge)
              .orElseThrow();
      List<TextHit> expected = all.search(query, 10);
      List<TextHit> found = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SearchModel partition = partitions.get(i);
        int number = i;
        TextSearcher.search(partition.sources, query, merged, partition.order, 10)
            .forEach(hit -> found.add(new TextHit(number, hit.document(), hit.score())));
      }
      found.sort(
          java.util.Comparator.comparingDouble((TextHit hit) -> -hit.score())
              .thenComparing(all::id));
      assertEquals(expected, found.subList(0, Math.min(10, found.size())), query::toString);
    }
  }

  @Test
  void staleStatisticsStillScoreAboveZero() throws Exception {
    SearchModel model = new SearchModel(analyzer);
    model.addSource(List.of("red red", "red"), List.of("a", "b"), true, all(2));
    QueryTree query = parse("red", analyzer, Mode.OR);
    for (CorpusStatistics stale :
        List.of(
            new CorpusStatistics(0, 0, java.util.Map.of()),
            new CorpusStatistics(1, 1, java.util.Map.of("red", 5L)))) {
      List<TextHit> hits = TextSearcher.search(model.sources, query, stale, model.order, 5);
      assertEquals(2, hits.size());
      assertFalse(hits.stream().anyMatch(hit -> !(hit.score() > 0)));
    }
  }

  @Test
  void limitOutOfRangeIsRefused() {
    QueryTree query = parse("red", analyzer, Mode.OR);
    CorpusStatistics none = new CorpusStatistics(0, 0, java.util.Map.of());
    for (int limit : new int[] {0, -1, TextSearcher.LIMIT_MAX + 1}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> TextSearcher.search(List.of(), query, none, (a, b, c, d) -> 0, limit));
    }
  }
}
