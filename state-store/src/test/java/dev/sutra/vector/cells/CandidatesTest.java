package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.Vectors;
import java.util.Collections;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  @Test
  void theBestAreTakenFirstAndEachOnce() {
    Random random = new Random(Vectors.printedSeed("candidates"));
    Candidates candidates = new Candidates();
    for (int round = 0; round < 20; round++) {
      PriorityQueue<Float> model = new PriorityQueue<>(Collections.reverseOrder());
      boolean[] taken = new boolean[2000];
      int added = 0;
      while (added < taken.length) {
        if (random.nextInt(3) > 0) {
          // Few values, so that many are equal, including the least possible one.
          float bound = random.nextInt(9) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(100);
          candidates.add(round, added, bound);
          model.add(Math.max(bound, -Float.MAX_VALUE));
          added++;
        } else if (model.isEmpty()) {
          assertEquals(Candidates.NONE, candidates.takeBest(Float.NEGATIVE_INFINITY));
        } else {
          float best = model.poll();
          assertEquals(Candidates.NONE, candidates.takeBest(Math.nextUp(best)));
          int place = candidates.takeBest(best);
          assertNotEquals(Candidates.NONE, place);
          assertEquals(round, candidates.source(place));
          assertTrue(!taken[candidates.ordinal(place)]);
          taken[candidates.ordinal(place)] = true;
        }
        assertEquals(model.size(), candidates.left());
      }
      candidates.clear();
      assertEquals(Candidates.NONE, candidates.takeBest(Float.NEGATIVE_INFINITY));
    }
  }
}
