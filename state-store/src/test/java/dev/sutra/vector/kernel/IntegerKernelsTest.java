package dev.sutra.vector.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Kernels over small integers: with SIMD as in plain Java, also at the greatest values. */
class IntegerKernelsTest {
  private static final int MAX = ByteKernel.VALUE_MAX;

  private final Random random = new Random(5);

  private int value(int round) {
    return switch (round % 3) {
      case 0 -> MAX;
      case 1 -> random.nextBoolean() ? MAX : -MAX;
      default -> random.nextInt(2 * MAX + 1) - MAX;
    };
  }

  private byte[] bytes(int count, int round) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) value(round);
    }
    return bytes;
  }

  private short[] shorts(int count, int round) {
    short[] shorts = new short[count];
    for (int i = 0; i < count; i++) {
      shorts[i] = (short) value(round);
    }
    return shorts;
  }

  @Test
  void dotProductsAreExact() {
    for (int round = 0; round < 30; round++) {
      int count = ByteKernel.STEP * (1 + round % 4);
      byte[] a = bytes(3 + count, round);
      short[] b = shorts(5 + count, round);
      int expected = 0;
      for (int i = 0; i < count; i++) {
        expected += a[3 + i] * b[5 + i];
      }
      assertEquals(expected, new SimdByteKernel().dot(a, 3, b, 5, count));
      assertEquals(expected, new ScalarByteKernel().dot(a, 3, b, 5, count));
    }
  }

  @Test
  void dotProductsOfAGroupAreExact() {
    for (int round = 0; round < 30; round++) {
      int count = GroupKernel.STEP * (1 + round % 9);
      byte[] group = bytes(7 + count * GroupKernel.GROUP, round);
      short[] vector = shorts(2 + count, round);
      int[] expected = new int[GroupKernel.GROUP];
      for (int v = 0; v < expected.length; v++) {
        expected[v] = v;
        for (int i = 0; i < count; i++) {
          expected[v] += group[7 + i * GroupKernel.GROUP + v] * vector[2 + i];
        }
      }
      for (GroupKernel kernel :
          new GroupKernel[] {new SimdGroupKernel(), new ScalarGroupKernel()}) {
        int[] sums = new int[GroupKernel.GROUP];
        for (int v = 0; v < sums.length; v++) {
          sums[v] = v;
        }
        kernel.addDots(group, 7, vector, 2, count, sums);
        assertArrayEquals(expected, sums);
      }
    }
  }

  @Test
  void boundsThatReachTheirLimitsAreTheSame() {
    int group = GroupKernel.GROUP;
    for (int round = 0; round < 100; round++) {
      int[] sums = new int[group];
      double[] scales = new double[group];
      double[] rests = new double[group + 1];
      double[] limits = new double[group];
      long expected = 0;
      for (int v = 0; v < group; v++) {
        sums[v] = random.nextInt(2001) - 1000;
        scales[v] = random.nextDouble();
        rests[v + 1] = random.nextDouble();
        double bound = sums[v] * scales[v] * 0.5 + rests[v + 1] * 0.25;
        limits[v] =
            switch (random.nextInt(5)) {
              case 0 -> bound;
              case 1 -> Math.nextUp(bound);
              case 2 -> Double.POSITIVE_INFINITY;
              case 3 -> Double.NEGATIVE_INFINITY;
              default -> random.nextGaussian();
            };
        expected |= bound >= limits[v] ? 1L << v : 0;
      }
      for (GroupKernel kernel :
          new GroupKernel[] {new SimdGroupKernel(), new ScalarGroupKernel()}) {
        assertEquals(expected, kernel.reaching(sums, scales, 0.5, rests, 1, 0.25, limits));
      }
    }
  }
}
