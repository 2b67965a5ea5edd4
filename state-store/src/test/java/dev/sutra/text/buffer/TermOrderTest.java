package dev.sutra.text.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sutra.text.TextFixtures;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TermOrderTest {
  private static final byte[] ALPHABET = {0, 1, 'a', (byte) 0x80, (byte) 0xff};

  @Test
  void termsAreInTheOrderOfTheirUnsignedBytes() {
    for (long seed = 0; seed < 4; seed++) {
      Random random = TextFixtures.random("termsAreInTheOrderOfTheirUnsignedBytes", seed);
      // Few letters: many terms are equal for long, or begin other terms.
      int letters = 1 + random.nextInt(ALPHABET.length);
      TermTable terms = new TermTable(new SlicePool());
      SortedSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
      for (int i = 0; i < 3_000; i++) {
        byte[] term = new byte[1 + random.nextInt(i % 10 == 0 ? TermTable.BYTES_MAX : 12)];
        for (int at = 0; at < term.length; at++) {
          term[at] = ALPHABET[random.nextInt(letters)];
        }
        terms.findOrAdd(term, 0, term.length);
        expected.add(term);
      }
      int[] numbers = new int[terms.count()];
      Arrays.setAll(numbers, i -> i);
      TermOrder.sort(terms, numbers, numbers.length);
      byte[][] sorted = Arrays.stream(numbers).mapToObj(terms::bytes).toArray(byte[][]::new);
      assertArrayEquals(expected.toArray(byte[][]::new), sorted);
    }
  }
}
