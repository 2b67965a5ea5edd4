package dev.sutra.text.buffer;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ASCII texts, indexed word by word, have the terms of Lucene's analyzers. */
class WordByWordTest {
  private static final String ODD = "aS1_.,:;' \"-";
  private static final int ODD_LENGTH = 4;
  private static final int RANDOM_TEXTS = 3_000;
  private static final List<String> WORDS =
      List.of(
          "the",
          "The",
          "running",
          "RUNNERS",
          "it's",
          "dogs'",
          "O'Neill's",
          "l'homme",
          "3.14",
          "1,000",
          "a.b.c",
          "U.S.A.",
          "snake_case",
          "__init__",
          "x:y",
          "v2",
          "2nd",
          "e-mail",
          "don't",
          "was",
          "hopping",
          "generalizations",
          "der",
          "niet",
          "10:30",
          "C++",
          "f(x)",
          "a@b.example");

  @Test
  void oddTextsHaveTheSameTerms() {
    List<String> texts = new ArrayList<>();
    addAll("", texts);
    for (String name : List.of("standard", "english", "french")) {
      compare(name, texts);
    }
  }

  @Test
  void randomTextsHaveTheSameTerms() {
    for (String name : TextAnalyzer.names()) {
      Random random = random("randomTextsHaveTheSameTerms", name.hashCode());
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < RANDOM_TEXTS; i++) {
        texts.add(i % 2 == 0 ? characters(random) : words(random));
      }
      compare(name, texts);
    }
  }

  @Test
  void longWordsHaveTheSameTerms() {
    List<String> texts = new ArrayList<>();
    for (int length : new int[] {63, 64, 65, 66, 128, 254, 255, 256, 257, 600}) {
      texts.add("a " + "b".repeat(length) + " c");
      texts.add("_".repeat(length));
      texts.add("_".repeat(length) + "a");
      texts.add("9".repeat(length) + "'s");
    }
    texts.add("word ".repeat(TextAnalyzer.TOKENS_MAX + 2));
    texts.add("w ".repeat(TextAnalyzer.TOKENS_MAX / 2));
    compare("english", texts);
  }

  @Test
  void languagesThatLookAtTheirNeighborsAreLeftToLucene() {
    assertTrue(TextAnalyzer.named("english").isWordByWord());
    for (String name : List.of("simple", "cjk", "turkish")) {
      assertFalse(TextAnalyzer.named(name).isWordByWord(), name);
    }
  }

  private static void addAll(String begin, List<String> texts) {
    texts.add(begin);
    if (begin.length() < ODD_LENGTH) {
      for (int i = 0; i < ODD.length(); i++) {
        addAll(begin + ODD.charAt(i), texts);
      }
    }
  }

  private static String characters(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    boolean odd = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      text.append(odd ? ODD.charAt(random.nextInt(ODD.length())) : (char) random.nextInt(128));
    }
    return text.toString();
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    for (int i = 0; i < length; i++) {
      text.append(WORDS.get(random.nextInt(WORDS.size())))
          .append(" ,;.'".charAt(random.nextInt(5)));
    }
    return text.toString();
  }

  private static void compare(String name, List<String> texts) {
    TextAnalyzer analyzer = TextAnalyzer.named(name);
    TextBuffer buffer = new TextBuffer(analyzer);
    for (int document = 0; document < texts.size(); document++) {
      String text = texts.get(document);
      int length = analyzer.analyze(text, (bytes, offset, termLength, position) -> {});
      assertEquals(length, buffer.add(document, text), () -> name + ": \"" + text + '"');
    }
    Map<String, ? extends Map<Integer, List<Integer>>> expected =
        TextFixtures.expected(analyzer, TextFixtures.numbered(texts));
    Map<String, ? extends Map<Integer, List<Integer>>> found = TextFixtures.dump(buffer);
    for (String term : expected.keySet()) {
      assertEquals(expected.get(term), found.get(term), () -> name + ": " + term);
    }
    assertEquals(expected.keySet(), found.keySet(), name);
  }
}
