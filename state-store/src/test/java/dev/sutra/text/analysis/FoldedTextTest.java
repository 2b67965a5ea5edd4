package dev.sutra.text.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldedTextTest {
  private static final List<String> PARTS =
      List.of(
          "a",
          "I",
          "i",
          "\u0307",
          "\u0130",
          "\u0131",
          "e\u0301",
          "\u0301",
          "\u0323",
          "\u00df",
          "\ufb01",
          "\uff21",
          "\u200b",
          "\u2122",
          "\u2019",
          "\u00ad",
          "\u1100",
          "\u1161",
          "\u11a8",
          "\uac00",
          " ",
          ".",
          "\ud83d\ude00",
          "\u0345",
          "\u03b1",
          "\u03a3",
          "\u00a8",
          "\u212b",
          "\u0958",
          "\u09c7",
          "\u09be",
          "\u3099",
          "\u304b",
          "\u1e9b",
          "\ufdfa");

  @Test
  void foldingInPartsIsFoldingTheWhole() {
    Random random = TextFixtures.random("foldingInPartsIsFoldingTheWhole", 1);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(8);
      for (int i = 0; i < length; i++) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      String whole = text.toString();
      boolean turkish = random.nextBoolean();
      FoldedText folded = new FoldedText(whole, turkish);
      boolean ascii = whole.chars().allMatch(character -> character < 0x80);
      String expected = UnicodeFolding.fold(whole, turkish);
      // ASCII texts stay as they are; in others, each part of ASCII does.
      assertEquals(lower(expected, turkish), lower(folded.toString(), turkish), whole);
      assertTrue(ascii || folded.toString().length() == expected.length(), whole);
      int before = 0;
      for (int i = 0; i < folded.toString().length(); i++) {
        assertTrue(folded.start(i) >= before && folded.end(i) > folded.start(i), whole);
        before = folded.start(i);
      }
    }
  }

  private static String lower(String text, boolean turkish) {
    StringBuilder lower = new StringBuilder();
    text.chars()
        .forEach(
            character -> {
              boolean upper = character >= 'A' && character <= 'Z';
              char dotless = turkish && character == 'I' ? '\u0131' : (char) character;
              lower.append(upper && dotless == character ? (char) (character + 32) : dotless);
            });
    return lower.toString();
  }
}
