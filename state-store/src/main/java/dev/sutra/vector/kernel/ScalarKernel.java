package dev.sutra.vector.kernel;

import static dev.sutra.io.Layouts.FLOAT;

import java.lang.foreign.MemorySegment;

/**
 * A kernel in plain Java, for JVMs without the Vector API.
 *
 * <p>Eight independent sums hide the latency of an addition. {@link Math#fma} is not used: without
 * hardware support the JDK emulates it with BigDecimal.
 */
final class ScalarKernel implements VectorKernel {
  @Override
  public float dot(float[] a, float[] b, int bOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (int j = bOffset; i <= a.length - 8; i += 8, j += 8) {
      s0 += a[i] * b[j];
      s1 += a[i + 1] * b[j + 1];
      s2 += a[i + 2] * b[j + 2];
      s3 += a[i + 3] * b[j + 3];
      s4 += a[i + 4] * b[j + 4];
      s5 += a[i + 5] * b[j + 5];
      s6 += a[i + 6] * b[j + 6];
      s7 += a[i + 7] * b[j + 7];
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; i < a.length; i++) {
      sum += a[i] * b[bOffset + i];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, MemorySegment b, long bOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= a.length - 8; i += 8) {
      long j = bOffset + 4L * i;
      s0 += a[i] * b.get(FLOAT, j);
      s1 += a[i + 1] * b.get(FLOAT, j + 4);
      s2 += a[i + 2] * b.get(FLOAT, j + 8);
      s3 += a[i + 3] * b.get(FLOAT, j + 12);
      s4 += a[i + 4] * b.get(FLOAT, j + 16);
      s5 += a[i + 5] * b.get(FLOAT, j + 20);
      s6 += a[i + 6] * b.get(FLOAT, j + 24);
      s7 += a[i + 7] * b.get(FLOAT, j + 28);
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; i < a.length; i++) {
      sum += a[i] * b.get(FLOAT, bOffset + 4L * i);
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, float[] b, int bOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (int j = bOffset; i <= a.length - 8; i += 8, j += 8) {
      s0 += square(a[i] - b[j]);
      s1 += square(a[i + 1] - b[j + 1]);
      s2 += square(a[i + 2] - b[j + 2]);
      s3 += square(a[i + 3] - b[j + 3]);
      s4 += square(a[i + 4] - b[j + 4]);
      s5 += square(a[i + 5] - b[j + 5]);
      s6 += square(a[i + 6] - b[j + 6]);
      s7 += square(a[i + 7] - b[j + 7]);
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; i < a.length; i++) {
      sum += square(a[i] - b[bOffset + i]);
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, MemorySegment b, long bOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= a.length - 8; i += 8) {
      long j = bOffset + 4L * i;
      s0 += square(a[i] - b.get(FLOAT, j));
      s1 += square(a[i + 1] - b.get(FLOAT, j + 4));
      s2 += square(a[i + 2] - b.get(FLOAT, j + 8));
      s3 += square(a[i + 3] - b.get(FLOAT, j + 12));
      s4 += square(a[i + 4] - b.get(FLOAT, j + 16));
      s5 += square(a[i + 5] - b.get(FLOAT, j + 20));
      s6 += square(a[i + 6] - b.get(FLOAT, j + 24));
      s7 += square(a[i + 7] - b.get(FLOAT, j + 28));
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; i < a.length; i++) {
      sum += square(a[i] - b.get(FLOAT, bOffset + 4L * i));
    }
    return sum;
  }

  @Override
  public void dots(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    for (int i = from; i < from + 4; i++) {
      out[i] = dot(a, b[i], offsets[i]);
    }
  }

  @Override
  public void squaredDistances(
      float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    for (int i = from; i < from + 4; i++) {
      out[i] = squaredDistance(a, b[i], offsets[i]);
    }
  }

  private static float square(float x) {
    return x * x;
  }
}
