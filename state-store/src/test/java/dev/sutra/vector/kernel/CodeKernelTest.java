package dev.sutra.vector.kernel;

import static dev.sutra.io.Layouts.FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.vector.Vectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeKernelTest {
  /** The wide one gives the right sums on every processor, if slowly on some. */
  static Stream<CodeKernel> kernels() {
    return Stream.of(new ScalarCodeKernel(), new SimdCodeKernel(false), new SimdCodeKernel(true));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sumsAreTheEntriesThatTheCodesChoose(CodeKernel kernel) {
    Random random = new Random(Vectors.printedSeed("code sums"));
    try (Arena arena = Arena.ofConfined()) {
      for (int parts = 4; parts <= 512; parts += parts < 64 ? 4 : 64) {
        byte[] tables = new byte[16 * parts];
        for (int i = 0; i < tables.length; i++) {
          tables[i] = (byte) random.nextInt(CodeKernel.TABLE_MAX + 1);
        }
        byte[] bytes = new byte[16 * parts];
        short[] expected = new short[CodeKernel.BLOCK];
        for (int part = 0; part < parts; part++) {
          for (int lane = 0; lane < CodeKernel.BLOCK; lane++) {
            int code = random.nextInt(16);
            int at = 16 * part + CodeKernel.byteOf(lane);
            bytes[at] |= (byte) (code << CodeKernel.shiftOf(lane));
            expected[lane] += tables[16 * part + code];
          }
        }
        int offset = random.nextInt(64);
        MemorySegment memory = arena.allocate(offset + bytes.length);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, offset, bytes.length);
        short[] sums = new short[CodeKernel.BLOCK];
        kernel.sums(memory, offset, tables, parts, sums);
        assertArrayEquals(expected, sums, "parts=" + parts);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dotsAgreeWithDoublePrecision(CodeKernel kernel) {
    Random random = new Random(Vectors.printedSeed("code dots"));
    for (int dimension : new int[] {0, 1, 2, 3, 4, 5, 8, 31, 384}) {
      for (int centroids : new int[] {16, 32, 48, 256}) {
        for (int count : new int[] {1, 4}) {
          int stride = dimension + 3;
          float[] points = Vectors.random(random, 7 + 4 * stride);
          float[] panels = Vectors.random(random, 5 + centroids * dimension);
          float[] starts = Vectors.random(random, 2 + centroids);
          float[] out = new float[count * centroids];
          kernel.dots(points, 7, stride, count, dimension, panels, 5, centroids, starts, 2, out);
          for (int i = 0; i < out.length; i++) {
            int centroid = i % centroids;
            double expected = starts[2 + centroid];
            for (int t = 0; t < dimension; t++) {
              int panel = 5 + (centroid & -16) * dimension + 16 * t + (centroid & 15);
              expected += (double) points[7 + i / centroids * stride + t] * panels[panel];
            }
            assertEquals(expected, out[i], 1e-3, "d=" + dimension + " k=" + centroids);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theFirstOfTheGreatestIsFound(CodeKernel kernel) {
    Random random = new Random(Vectors.printedSeed("greatest"));
    for (int count = 16; count <= 512; count *= 2) {
      for (int run = 0; run < 50; run++) {
        float[] values = Vectors.random(random, 3 + count + 5);
        int expected = random.nextInt(count);
        values[3 + expected] = 1e30f;
        values[3 + expected + random.nextInt(count - expected)] = 1e30f;
        values[random.nextInt(3)] = 2e30f;
        values[3 + count + random.nextInt(5)] = 2e30f;
        assertEquals(expected, kernel.argMax(values, 3, count), "count=" + count);
      }
      float[] least = new float[count];
      Arrays.fill(least, Float.NEGATIVE_INFINITY);
      assertEquals(0, kernel.argMax(least, 0, count));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void partDotsAreThoseOfEachPartLessTheirLeast(CodeKernel kernel) {
    Random random = new Random(Vectors.printedSeed("part dots"));
    for (int dimension : new int[] {3, 96, 385}) {
      int[] starts = {0, 1, 1, dimension / 2, dimension};
      float[] query = Vectors.random(random, dimension);
      float[] panels = Vectors.random(random, 16 * dimension);
      float[] values = new float[16 * 4];
      double leastSum = 0;
      float given = kernel.partDots(query, panels, starts, values);
      for (int part = 0; part < 4; part++) {
        double[] expected = new double[16];
        for (int t = starts[part]; t < starts[part + 1]; t++) {
          for (int j = 0; j < 16; j++) {
            expected[j] += (double) query[t] * panels[16 * t + j];
          }
        }
        double least = Arrays.stream(expected).min().orElseThrow();
        leastSum += least;
        for (int j = 0; j < 16; j++) {
          assertEquals(expected[j] - least, values[16 * part + j], 1e-4, "part " + part);
        }
      }
      assertEquals(leastSum, given, 1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void quantizedValuesAreTheSameInEveryKernel(CodeKernel kernel) {
    float[] values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = i < 48 ? i * 0.125f : 0;
    }
    byte[] tables = new byte[48];
    assertEquals(47 * 0.125f, kernel.quantize(values.clone(), 48, tables));
    for (int i = 0; i < 48; i++) {
      assertEquals(Math.round(i * 63 / 47.0), tables[i], "entry " + i);
    }
    assertEquals(0, kernel.quantize(new float[16], 16, tables));
    assertEquals(0, tables[15]);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void estimatesAreWeighedSumsAndTheMaskSaysWhichReachTheThreshold(CodeKernel kernel) {
    Random random = new Random(Vectors.printedSeed("code estimates"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(8 + 8 * CodeKernel.BLOCK);
      short[] sums = new short[CodeKernel.BLOCK];
      for (int lane = 0; lane < CodeKernel.BLOCK; lane++) {
        sums[lane] = (short) random.nextInt(CodeKernel.TABLE_MAX * 512);
        memory.set(FLOAT, 8 + 4L * lane, random.nextFloat());
        memory.set(FLOAT, 8 + 4L * (32 + lane), random.nextFloat());
      }
      float[] estimates = new float[CodeKernel.BLOCK];
      int mask = kernel.estimates(sums, memory, 8, 1e-4f, -0.5f, 0.25f, 0.6f, estimates);
      for (int lane = 0; lane < CodeKernel.BLOCK; lane++) {
        double factor = memory.get(FLOAT, 8 + 4L * lane);
        double correction = memory.get(FLOAT, 8 + 4L * (32 + lane));
        double expected = 0.25 + factor * (1e-4 * sums[lane] - 0.5) + correction;
        assertEquals(expected, estimates[lane], 1e-5);
        assertEquals(estimates[lane] >= 0.6f, (mask >>> lane & 1) == 1, "lane " + lane);
      }
    }
  }
}
