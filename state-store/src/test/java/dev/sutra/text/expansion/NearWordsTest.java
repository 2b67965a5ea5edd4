package dev.sutra.text.expansion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.score.TermFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearWordsTest {
  private static boolean accepts(NearWords near, byte[] bytes) {
    long state = near.start();
    for (int i = 0; i < bytes.length && state != TermFilter.DEAD; i++) {
      state = near.step(state, bytes[i] & 0xff);
    }
    return state != TermFilter.DEAD && near.accepts(state);
  }

  /** All pairs of words of up to five letters, of which one has several bytes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void equalsTheTableOfEdits(int edits) {
    List<String> words = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= 5; length++) {
      int end = words.size();
      for (; from < end; from++) {
        for (String letter : List.of("a", "b", "\ud801\udc28")) {
          words.add(words.get(from) + letter);
        }
      }
    }
    assertEquals(364, words.size());
    for (String word : words) {
      NearWords near = new NearWords(word, edits);
      for (String other : words) {
        byte[] bytes = other.getBytes(UTF_8);
        int distance = EditDistance.of(word, other);
        assertEquals(distance <= edits, accepts(near, bytes), () -> word + " " + other);
        if (distance <= edits) {
          assertEquals(distance, near.edits(bytes, bytes.length), () -> word + " " + other);
        }
      }
    }
  }

  @Test
  void longWordsAreComparedToTheirEnds() {
    String word = "abcdefgh".repeat(31);
    NearWords near = new NearWords(word, 2);
    assertTrue(accepts(near, word.getBytes(UTF_8)));
    assertTrue(accepts(near, ("b" + word.substring(0, word.length() - 1)).getBytes(UTF_8)));
    assertTrue(accepts(near, word.substring(0, word.length() - 2).getBytes(UTF_8)));
    assertFalse(accepts(near, word.substring(0, word.length() - 3).getBytes(UTF_8)));
    assertFalse(accepts(near, (word + "abc").getBytes(UTF_8)));
  }

  /** The mark of a whole word is no edit; nothing follows it. */
  @Test
  void aMarkEndsAWord() {
    NearWords near = new NearWords("dog", 1);
    assertTrue(accepts(near, "dogs\u0001".getBytes(UTF_8)));
    assertFalse(accepts(near, "dogge\u0001".getBytes(UTF_8)));
    assertFalse(accepts(near, "dogs\u0001s".getBytes(UTF_8)));
  }

  @Test
  void charactersThatAreNotCompleteAreNotAccepted() {
    NearWords near = new NearWords("d\u00e9", 1);
    assertTrue(accepts(near, "d".getBytes(UTF_8)));
    assertFalse(accepts(near, new byte[] {'d', (byte) 0xc3}));
  }
}
