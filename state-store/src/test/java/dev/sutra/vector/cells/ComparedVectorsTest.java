package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.vector.Vectors;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparedVectorsTest {
  @Test
  void eachVectorIsAddedOnceUntilAllAreCleared() {
    Random random = new Random(Vectors.printedSeed("compared vectors"));
    ComparedVectors compared = new ComparedVectors();
    for (int round = 0; round < 5; round++) {
      Set<Long> expected = new HashSet<>();
      for (int i = 0; i < 3000; i++) {
        int source = random.nextInt(3);
        // Dense numbers, and the greatest.
        int ordinal = i % 2 > 0 ? random.nextInt(2000) : Integer.MAX_VALUE - random.nextInt(2000);
        boolean isNew = expected.add(((long) source << 32) | ordinal);
        assertEquals(isNew, compared.add(source, ordinal));
      }
      compared.clear();
    }
  }
}
