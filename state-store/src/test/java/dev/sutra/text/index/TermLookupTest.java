package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.Postings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TermLookupTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void beginningOfALaterTermIsNotFound() throws Exception {
    TextIndex index = TextFixtures.index(analyzer, List.of("ab abcdef abcdefghijk b"));
    for (String missing : List.of("a", "abc", "abcdefg", "abcdefghij", "abcdefghijkl", "c")) {
      assertNull(TextFixtures.postings(index, missing.getBytes(StandardCharsets.UTF_8)), missing);
    }
  }

  @Test
  void termsWithTheSameFirstEightBytesAreToldApart() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      texts.add("samebeginning%03d".formatted(2 * i));
    }
    TextIndex index = TextFixtures.index(analyzer, texts);
    for (int i = 0; i < 500; i++) {
      Postings postings =
          TextFixtures.postings(index, texts.get(i).getBytes(StandardCharsets.UTF_8));
      assertNotNull(postings, texts.get(i));
      assertEquals(i, postings.advance(0), texts.get(i));
      String missing = "samebeginning%03d".formatted(2 * i + 1);
      assertNull(TextFixtures.postings(index, missing.getBytes(StandardCharsets.UTF_8)), missing);
    }
  }

  /** A few slots, so that terms push each other out and come again. */
  @Test
  void termsAskedForInAnyOrderAreTheirOwn() throws Exception {
    Random random = random("termsAskedForInAnyOrderAreTheirOwn", 1);
    List<String> texts = List.of("ab", "abc", "b", "bcd", "c", "cd", "d", "de", "e");
    TextIndex index = TextFixtures.index(analyzer, texts);
    for (int round = 0; round < 1000; round++) {
      int number = random.nextInt(texts.size());
      IndexTerm term = index.find(texts.get(number));
      assertNotNull(term, texts.get(number));
      assertEquals(number, term.postings().advance(0), texts.get(number));
      String missing = texts.get(random.nextInt(texts.size())) + "x";
      assertNull(index.find(missing), missing);
    }
  }
}
