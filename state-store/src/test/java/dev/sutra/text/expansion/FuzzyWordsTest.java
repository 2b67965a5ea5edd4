package dev.sutra.text.expansion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.TextSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FuzzyWordsTest {
  private final TextAnalyzer standard = TextAnalyzer.named("standard");
  private final TextAnalyzer english = TextAnalyzer.named("english");

  private static Expansions find(
      TextAnalyzer analyzer, String word, int edits, List<TextSource> sources) {
    FuzzyWords words = new FuzzyWords(word, edits, analyzer);
    sources.forEach(source -> words.collect(source, TextFixtures.below(source.documents())));
    return words.expansions();
  }

  /** Words of few letters, in blocks that are skipped and blocks that are not. */
  @Test
  void equalsComparingEachWord() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      Random random = TextFixtures.random("equalsComparingEachWord", seed);
      Map<String, Integer> documents = new TreeMap<>();
      List<String> texts = new ArrayList<>();
      String letters = seed % 2 == 0 ? "ab\u00e9" : "abcdefghijk\u03b6\ud801\udc28z";
      for (int i = 0; i < 4000; i++) {
        String word = word(random, letters, 1 + random.nextInt(9));
        texts.add(word);
        documents.merge(word, 1, Integer::sum);
      }
      TextSource source =
          seed % 3 == 0
              ? TextFixtures.buffer(standard, texts)
              : TextFixtures.index(standard, texts);
      for (int round = 0; round < 30; round++) {
        String wanted = word(random, letters, 1 + random.nextInt(9));
        int edits = 1 + random.nextInt(2);
        List<Expansion> expected = new ArrayList<>();
        documents.forEach(
            (word, count) -> {
              int distance = EditDistance.of(wanted, word);
              if (distance <= edits) {
                expected.add(new Expansion(word, word, distance, count));
              }
            });
        assertEquals(
            Expansions.of(expected), find(standard, wanted, edits, List.of(source)), wanted);
      }
    }
  }

  private static String word(Random random, String letters, int length) {
    int[] points = letters.codePoints().toArray();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return word.toString();
  }

  @Test
  void wordsAreComparedAsTheyAreSpelled() throws Exception {
    List<String> texts = List.of("running dogs", "The puppies ran", "a runner of the dog's");
    for (TextSource source :
        List.of(TextFixtures.index(english, texts), TextFixtures.buffer(english, texts))) {
      assertEquals(Map.of("running", "run"), words(find(english, "runing", 1, List.of(source))));
      assertEquals(
          Map.of("dogs", "dog", "dog's", "dog", "dog", "dog"),
          words(find(english, "dogs", 1, List.of(source))));
      // A stem that is no word of itself, and a stop word.
      assertEquals(Map.of("puppies", "puppi"), words(find(english, "pupies", 1, List.of(source))));
      assertEquals(Map.of(), words(find(english, "teh", 1, List.of(source))));
    }
  }

  private static Map<String, String> words(Expansions expansions) {
    return expansions.words().stream().collect(Collectors.toMap(Expansion::word, Expansion::term));
  }

  @Test
  void neighborsThatChangedPlacesAreOneEdit() throws Exception {
    List<TextSource> sources = List.of(TextFixtures.index(standard, List.of("dog")));
    assertEquals(1, find(standard, "dgo", 1, sources).words().getFirst().edits());
  }

  @Test
  void partsOfACorpusMergeToTheWhole() throws Exception {
    Random random = TextFixtures.random("partsOfACorpusMergeToTheWhole", 3);
    List<TextSource> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<String> texts = new ArrayList<>();
      for (int j = 0; j < 12_000; j++) {
        texts.add(word(random, "abcdefghijklmnopqrstuvwxyz", 1 + random.nextInt(4)));
      }
      parts.add(TextFixtures.index(standard, texts));
    }
    for (String word : List.of("abc", "a", "hhhh", "zzzzzzzz")) {
      Expansions whole = find(standard, word, 2, parts);
      Expansions merged =
          parts.stream()
              .map(part -> find(standard, word, 2, List.of(part)))
              .reduce(Expansions::merge)
              .orElseThrow();
      assertEquals(whole, merged, word);
      assertTrue(whole.best().words().size() <= Expansions.WORDS_MAX);
    }
    assertTrue(find(standard, "abc", 2, parts).cut());
    assertFalse(find(standard, "zzzzzzzz", 2, parts).cut());
  }

  @Test
  void aWordWithoutLiveDocumentsIsNoExpansion() throws Exception {
    TextSource source = TextFixtures.index(standard, List.of("dog", "dig"));
    FuzzyWords words = new FuzzyWords("dog", 1, standard);
    words.collect(source, TextFixtures.below(1));
    assertEquals(Map.of("dog", "dog"), words(words.expansions()));
  }

  @Test
  void theBestHaveFewestEditsThenMostDocuments() {
    List<Expansion> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Expansion("w" + i, "w" + i, i % 2 + 1, i));
    }
    Expansions best = Expansions.of(all).best();
    assertTrue(best.cut());
    assertEquals(Expansions.WORDS_MAX, best.words().size());
    assertEquals("w98", best.words().getFirst().word());
    assertEquals("w0", best.words().get(49).word());
    assertEquals("w99", best.words().get(50).word());
  }
}
