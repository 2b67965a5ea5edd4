package dev.sutra.text.highlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.highlight.Highlight.Span;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighlighterTest {
  private static @Nullable Highlight highlight(String analyzer, String words, String text) {
    TextAnalyzer language = TextAnalyzer.named(analyzer);
    WantedWords wanted = new WantedWords();
    for (String word : words.split(" ", -1)) {
      if (word.endsWith("*")) {
        wanted.addPrefix(word.substring(0, word.length() - 1), 1);
      } else {
        language.places(word, (term, from, to) -> wanted.addTerm(term, 1));
      }
    }
    return new Highlighter(language, wanted).highlight(text);
  }

  private static String marked(@Nullable Highlight highlight) {
    assertNotNull(highlight);
    StringBuilder marked = new StringBuilder(highlight.fragment());
    for (Span span : highlight.matches().reversed()) {
      marked.insert(span.to(), ']').insert(span.from(), '[');
    }
    return marked.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "english, dog, 'Two DOGS, a dog.', 'Two [DOGS], a [dog].'",
    "english, running, 'he runs, she ran', 'he [runs], she ran'",
    "english, pup*, 'puppies and a pup', '[puppies] and a [pup]'",
    "english, the*, 'the end', '[the] end'",
    "english, caf\u00e9, 'a cafe\u0301s, \ufb01ne', 'a [cafe\u0301s], \ufb01ne'",
    "english, fine dog, 'a \ufb01ne dog', 'a [\ufb01ne] [dog]'",
    "english, dog, '\ud83d\ude00 dog\u2019s', '\ud83d\ude00 [dog\u2019s]'",
    "german, strasse, 'Die Stra\u00dfe', 'Die [Stra\u00dfe]'",
    "cjk, \u6771\u4eac\u90fd, '\u5728\u6771\u4eac\u90fd\u5167', '\u5728[\u6771\u4eac\u90fd]\u5167'",
    "turkish, \u0131\u015f\u0131k, 'I\u015eIK var', '[I\u015eIK] var'",
  })
  void marksWordsWhereTheyAre(String analyzer, String words, String text, String expected) {
    assertEquals(expected, marked(highlight(analyzer, words, text)));
  }

  @Test
  void aTextWithoutTheWordsHasNone() {
    assertNull(highlight("english", "dog", "a cat"));
    assertNull(highlight("english", "dog", ""));
    assertNull(highlight("english", "dog", "x ".repeat(Highlighter.TEXT_MAX) + "dog"));
  }

  @Test
  void theFragmentHasMostDifferentWords() {
    String filler = "filler ".repeat(60);
    String text = "red red red red. " + filler + "a red big fish " + filler;
    Highlight found = assertFragment(highlight("english", "red fish", text));
    assertEquals(2, found.matches().size());
    assertTrue(found.fragment().contains("red big fish"), found.fragment());
    assertTrue(found.fragment().length() > Highlighter.FRAGMENT_MAX - 20, found.fragment());
    assertTrue(found.fragment().startsWith("filler") && found.fragment().endsWith("filler"));
  }

  private static Highlight assertFragment(@Nullable Highlight highlight) {
    assertNotNull(highlight);
    assertTrue(highlight.fragment().length() <= Highlighter.FRAGMENT_MAX, highlight::toString);
    return highlight;
  }

  @Test
  void fragmentsAndSpansAreInTheText() {
    Random random = TextFixtures.random("fragmentsAndSpansAreInTheText", 1);
    List<String> parts =
        List.of(
            "dog",
            "fish",
            " ",
            "  ",
            "\n",
            "\ud83d\ude00",
            "e\u0301",
            "x".repeat(90),
            ",",
            "\u6771\u4eac",
            "cat",
            "a",
            "\ufb01");
    int found = 0;
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      Highlight highlight = highlight("english", "dog fish \u6771\u4eac do*", text.toString());
      if (highlight == null) {
        continue;
      }
      found++;
      String fragment = assertFragment(highlight).fragment();
      assertTrue(text.toString().startsWith(fragment, highlight.start()), fragment);
      assertTrue(!Character.isLowSurrogate(fragment.charAt(0)), fragment);
      assertTrue(!Character.isHighSurrogate(fragment.charAt(fragment.length() - 1)), fragment);
      assertTrue(!highlight.matches().isEmpty(), fragment);
      int end = 0;
      for (Span span : highlight.matches()) {
        assertTrue(span.from() >= end && span.to() > span.from(), highlight::toString);
        end = span.to();
      }
      assertTrue(end <= fragment.length(), highlight::toString);
    }
    assertTrue(found > 500);
  }

  @Test
  void aWordLongerThanAFragmentIsCut() {
    String longWord = "w".repeat(250);
    Highlight found = assertFragment(highlight("simple", longWord, "a " + longWord + " b"));
    assertEquals(List.of(new Span(0, Highlighter.FRAGMENT_MAX)), found.matches());
  }
}
