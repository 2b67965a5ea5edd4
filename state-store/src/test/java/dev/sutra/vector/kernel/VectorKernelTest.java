package dev.sutra.vector.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.Layouts;
import dev.sutra.vector.Vectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorKernelTest {
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  static Stream<VectorKernel> kernels() {
    return Stream.of(new ScalarKernel(), new SimdKernel());
  }

  private static int[] lengths() {
    return IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(96, 384, 1536, 4096))
        .toArray();
  }

  private static double bound(int length, double sumOfMagnitudes) {
    return (length / 8.0 + 32) * UNIT_ROUNDOFF * sumOfMagnitudes;
  }

  private static double magnitudes(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((double) a[i] * b[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyLengthAgreesWithDoublePrecision(VectorKernel kernel) {
    Random random = new Random(Vectors.printedSeed("kernel lengths"));
    for (int length : lengths()) {
      float[] a = Vectors.random(random, length);
      float[] b = Vectors.random(random, length);
      assertEquals(
          Vectors.dot(a, b), kernel.dot(a, b, 0), bound(length, magnitudes(a, b)), "n=" + length);
      double distance = Vectors.squaredDistance(a, b);
      assertEquals(
          distance, kernel.squaredDistance(a, b, 0), bound(length, distance), "n=" + length);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void arraysAndMemoryAtAnyOffsetGiveTheSameBits(VectorKernel kernel) {
    Random random = new Random(Vectors.printedSeed("kernel offsets"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4 * 4096 + 64);
      for (int length : lengths()) {
        final float[] a = Vectors.random(random, length);
        final float[] b = Vectors.random(random, length);
        final float dot = kernel.dot(a, b, 0);
        final float distance = kernel.squaredDistance(a, b, 0);
        float[] shifted = new float[length + 3];
        System.arraycopy(b, 0, shifted, 3, length);
        assertEquals(dot, kernel.dot(a, shifted, 3));
        assertEquals(distance, kernel.squaredDistance(a, shifted, 3));
        for (int offset : new int[] {0, 1, 3, 4, 7, 13, 31}) {
          memory.fill((byte) -1);
          MemorySegment.copy(b, 0, memory, Layouts.FLOAT, offset, length);
          assertEquals(dot, kernel.dot(a, memory, offset), "offset " + offset);
          assertEquals(distance, kernel.squaredDistance(a, memory, offset), "offset " + offset);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void fourVectorsTogetherGiveTheBitsOfEach(VectorKernel kernel) {
    Random random = new Random(Vectors.printedSeed("kernel of four"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] memories = new MemorySegment[6];
      long[] offsets = new long[6];
      for (int length : lengths()) {
        float[] a = Vectors.random(random, length);
        for (int i = 0; i < memories.length; i++) {
          // One on the heap among others that are not.
          offsets[i] = 4L * random.nextInt(20);
          long bytes = offsets[i] + 4L * length;
          memories[i] =
              i == 3 ? MemorySegment.ofArray(new float[(int) bytes / 4]) : arena.allocate(bytes, 4);
          float[] b = Vectors.random(random, length);
          MemorySegment.copy(b, 0, memories[i], Layouts.FLOAT, offsets[i], length);
        }
        float[] dots = new float[6];
        float[] distances = new float[6];
        kernel.dots(a, memories, offsets, 1, dots);
        kernel.squaredDistances(a, memories, offsets, 1, distances);
        for (int i = 1; i < 5; i++) {
          assertEquals(kernel.dot(a, memories[i], offsets[i]), dots[i], "n=" + length);
          assertEquals(
              kernel.squaredDistance(a, memories[i], offsets[i]), distances[i], "n=" + length);
        }
        assertEquals(0, dots[0]);
        assertEquals(0, dots[5]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exchangedVectorsGiveTheSameBits(VectorKernel kernel) {
    Random random = new Random(Vectors.printedSeed("kernel symmetry"));
    for (int length : lengths()) {
      float[] a = Vectors.random(random, length);
      float[] b = Vectors.random(random, length);
      assertEquals(kernel.dot(a, b, 0), kernel.dot(b, a, 0));
      assertEquals(kernel.squaredDistance(a, b, 0), kernel.squaredDistance(b, a, 0));
    }
  }

  @Test
  void scalarAndSimdAgreeWithinTheirBounds() {
    Random random = new Random(Vectors.printedSeed("scalar and SIMD"));
    ScalarKernel scalar = new ScalarKernel();
    SimdKernel simd = new SimdKernel();
    for (int length : lengths()) {
      float[] a = Vectors.random(random, length);
      float[] b = Vectors.random(random, length);
      assertEquals(scalar.dot(a, b, 0), simd.dot(a, b, 0), 2 * bound(length, magnitudes(a, b)));
      assertEquals(
          scalar.squaredDistance(a, b, 0),
          simd.squaredDistance(a, b, 0),
          2 * bound(length, Vectors.squaredDistance(a, b)));
    }
  }
}
