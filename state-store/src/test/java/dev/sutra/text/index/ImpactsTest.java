package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.Bm25;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImpactsTest {
  private static final byte[] RED = "red".getBytes(StandardCharsets.UTF_8);

  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void boundOfABlockIsReachedWhereFourPairsAreEnough() throws Exception {
    for (long seed = 0; seed < 5; seed++) {
      Random random = random("boundOfABlockIsReachedWhereFourPairsAreEnough", seed);
      // Frequencies 1 to 4 give at most four pairs.
      TextIndex index = index(random, 4);
      for (int average : new int[] {1, 5, 20, 400}) {
        checkBounds(index, average, true);
      }
    }
  }

  @Test
  void boundOfABlockHoldsWhereManyPairsAreJoined() throws Exception {
    for (long seed = 0; seed < 5; seed++) {
      TextIndex index = index(random("boundOfABlockHoldsWhereManyPairsAreJoined", seed), 60);
      for (int average : new int[] {1, 30, 400}) {
        checkBounds(index, average, false);
      }
    }
  }

  private TextIndex index(Random random, int frequencies) throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int frequency = 1 + random.nextInt(frequencies);
      // The more frequent, the longer: most pairs are outdone by none.
      int others = 3 * frequency + random.nextInt(1 + frequency);
      texts.add("red ".repeat(frequency) + "fish ".repeat(others));
    }
    return TextFixtures.index(analyzer, texts);
  }

  private static void checkBounds(TextIndex index, int average, boolean reached) {
    Bm25 bm25 = new Bm25(average);
    IndexPostings postings = (IndexPostings) TextFixtures.postings(index, RED);
    assertNotNull(postings);
    for (int block = 0; block < postings.blocks(); block++) {
      postings.load(block);
      double best = 0;
      for (int i = 0; i < postings.block().size(); i++) {
        int length = index.lengthOf(postings.block().documents()[i]);
        best = Math.max(best, bm25.factor(postings.block().frequency(i), length));
      }
      double bound = postings.skips().factor(block, bm25);
      assertTrue(bound >= best, "block " + block + " has " + best + " above " + bound);
      if (reached) {
        assertEquals(best, bound, "block " + block);
      }
    }
  }
}
