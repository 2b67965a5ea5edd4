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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CompleterTest {
  private static final List<String> WORDS =
      List.of(
          "run",
          "runs",
          "running",
          "runner",
          "happy",
          "happi",
          "happiness",
          "happily",
          "the",
          "then",
          "them",
          "dog",
          "dogs",
          "dog's",
          "dogged",
          "tie",
          "ties",
          "tied",
          "agree",
          "agreed",
          "agrees",
          "universe",
          "universal",
          "nation",
          "national",
          "caf\u00e9",
          "caf\u00e9s",
          "r2d2",
          "3.14",
          "pony",
          "ponies");
  private final TextAnalyzer english = TextAnalyzer.named("english");

  private static Map<String, Long> complete(
      TextAnalyzer analyzer, String prefix, List<TextSource> sources, int live) {
    Completer completer = new Completer(prefix, analyzer);
    sources.forEach(source -> completer.collect(source, TextFixtures.below(live)));
    assertFalse(completer.isCut());
    return new TreeMap<>(completer.counts());
  }

  @Test
  void countsTheTextsThatContainAWord() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      Random random = TextFixtures.random("countsTheTextsThatContainAWord", seed);
      List<TextSource> sources = new ArrayList<>();
      int live = 40;
      Map<String, Long> counts = new TreeMap<>();
      for (int part = 0; part < 3; part++) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          List<String> words = new ArrayList<>();
          for (int j = random.nextInt(5); j >= 0; j--) {
            words.add(WORDS.get(random.nextInt(1 + random.nextInt(WORDS.size()))));
          }
          texts.add(String.join(" ", words));
          if (i < live) {
            Set<String> distinct = new TreeSet<>(words);
            distinct.forEach(word -> counts.merge(word, 1L, Long::sum));
          }
        }
        sources.add(
            random.nextBoolean()
                ? TextFixtures.index(english, texts)
                : TextFixtures.buffer(english, texts));
      }
      for (String prefix :
          List.of(
              "r",
              "ru",
              "run",
              "runn",
              "h",
              "happ",
              "happi",
              "t",
              "the",
              "d",
              "dog",
              "dogs",
              "ti",
              "tie",
              "a",
              "agre",
              "u",
              "univers",
              "n",
              "nat",
              "caf\u00e9",
              "3",
              "3.",
              "p",
              "poni",
              "z")) {
        Map<String, Long> expected = new TreeMap<>(counts);
        expected.keySet().removeIf(word -> !word.startsWith(prefix));
        assertEquals(expected, complete(english, prefix, sources, live), prefix);
      }
    }
  }

  @Test
  void aStemThatIsNoWordIsNotOffered() throws Exception {
    List<TextSource> sources =
        List.of(TextFixtures.index(english, List.of("happy", "happiness", "two ponies")));
    assertEquals(Map.of("happiness", 1L), complete(english, "happi", sources, 3));
    assertEquals(Map.of("happiness", 1L, "happy", 1L), complete(english, "hap", sources, 3));
    assertEquals(Map.of("ponies", 1L), complete(english, "poni", sources, 3));
  }

  @Test
  void theNumberOfTermsIsBounded() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Completer.TERMS_MAX + 10; i += 100) {
      StringBuilder text = new StringBuilder();
      for (int j = i; j < i + 100; j++) {
        text.append(" w").append(j);
      }
      texts.add(text.toString());
    }
    Completer completer = new Completer("w", english);
    TextSource source = TextFixtures.index(english, texts);
    completer.collect(source, TextFixtures.below(texts.size()));
    assertTrue(completer.isCut());
    assertEquals(Completer.TERMS_MAX, completer.counts().size());
  }
}
