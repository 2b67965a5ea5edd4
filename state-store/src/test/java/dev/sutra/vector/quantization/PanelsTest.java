package dev.sutra.vector.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PanelsTest {
  @Test
  void lanesWithoutACentroidAreNeverTheNearest() {
    int count = 20;
    float[] rows = new float[count * 2];
    Arrays.fill(rows, 1e30f);
    int[] nearest = new int[1];
    Panels.of(rows, count, 2).nearest(new float[] {-1e30f, -1e30f}, 0, 2, 1, nearest, new float[1]);
    assertEquals(0, nearest[0], "all are infinitely far, and the first of those counts");
  }
}
