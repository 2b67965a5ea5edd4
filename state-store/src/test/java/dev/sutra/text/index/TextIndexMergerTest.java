package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.bytes;
import static dev.sutra.text.TextFixtures.index;
import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextIndexMergerTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("english");

  @Test
  void mergeEqualsRebuildByteForByte() throws Exception {
    for (long seed = 0; seed < 10; seed++) {
      Random random = random("mergeEqualsRebuildByteForByte", seed);
      int inputs = 1 + random.nextInt(5);
      int vocabulary = random.nextBoolean() ? 30 : 10_000;
      List<List<String>> texts = new ArrayList<>();
      List<int[]> ordinals = new ArrayList<>();
      for (int i = 0; i < inputs; i++) {
        List<String> input = TextFixtures.texts(random, random.nextInt(900), 30, vocabulary);
        texts.add(input);
        ordinals.add(new int[input.size()]);
      }
      List<String> merged = new ArrayList<>();
      int[] next = new int[inputs];
      // Deals the documents out in a random order that ascends in each input; drops some.
      while (true) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
          if (next[i] < texts.get(i).size()) {
            open.add(i);
          }
        }
        if (open.isEmpty()) {
          break;
        }
        int input = open.get(random.nextInt(open.size()));
        int document = next[input]++;
        boolean dropped = random.nextInt(4) == 0;
        ordinals.get(input)[document] = dropped ? -1 : merged.size();
        if (!dropped) {
          merged.add(texts.get(input).get(document));
        }
        if (random.nextInt(20) == 0) {
          merged.add("");
        }
      }
      List<TextIndex> indexes = new ArrayList<>();
      for (List<String> input : texts) {
        indexes.add(index(analyzer, input));
      }
      TextIndex result = index(out -> TextIndexMerger.merge(indexes, ordinals, merged.size(), out));
      assertArrayEquals(
          bytes(index(analyzer, merged).layout().section()), bytes(result.layout().section()));
    }
  }

  @Test
  void dropsTermsThatNoDocumentHoldsAnyMore() throws Exception {
    TextIndex input = index(analyzer, List.of("red fish", "blue fish"));
    TextIndex result =
        index(out -> TextIndexMerger.merge(List.of(input), List.of(new int[] {-1, 0}), 1, out));
    assertEquals(2, result.termCount());
    assertEquals(2, result.totals().tokens());
  }

  @Test
  void refusesNumbersThatDoNotFit() throws Exception {
    TextIndex input = index(analyzer, List.of("red", "red"));
    for (int[] ordinals : new int[][] {{0}, {1, 0}, {1, 1}, {0, 2}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> index(out -> TextIndexMerger.merge(List.of(input), List.of(ordinals), 2, out)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            index(
                out ->
                    TextIndexMerger.merge(
                        List.of(input, input),
                        List.of(new int[] {0, 1}, new int[] {0, 1}),
                        2,
                        out)));
  }
}
