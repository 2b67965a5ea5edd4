package dev.sutra.vector.kernel;

import static dev.sutra.io.Layouts.FLOAT;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel with the Vector API. Other classes load without that module, because only the SIMD
 * kernels name its types.
 *
 * <p>Two registers of sums are folded in halves. {@code reduceLanes} is not used: its order is
 * unspecified, so interpreted and compiled code would differ in the last bits.
 */
final class SimdKernel implements VectorKernel {
  // The fold below supports at most 16 lanes.
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final long LANE_BYTES = 4L * LANES;
  private static final int STEP = 2 * LANES;
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + lanes) % LANES);
  }

  /** Bits per register. */
  static int bits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] a, float[] b, int bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      int j = bOffset + i;
      s0 = load(a, i).fma(load(b, j), s0);
      s1 = load(a, i + LANES).fma(load(b, j + LANES), s1);
    }
    if (i <= a.length - LANES) {
      s0 = load(a, i).fma(load(b, bOffset + i), s0);
      i += LANES;
    }
    float sum = fold(s0.add(s1));
    for (; i < a.length; i++) {
      sum += a[i] * b[bOffset + i];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, MemorySegment b, long bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      long j = bOffset + 4L * i;
      s0 = load(a, i).fma(load(b, j), s0);
      s1 = load(a, i + LANES).fma(load(b, j + LANE_BYTES), s1);
    }
    if (i <= a.length - LANES) {
      s0 = load(a, i).fma(load(b, bOffset + 4L * i), s0);
      i += LANES;
    }
    float sum = fold(s0.add(s1));
    for (; i < a.length; i++) {
      sum += a[i] * b.get(FLOAT, bOffset + 4L * i);
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, float[] b, int bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      int j = bOffset + i;
      s0 = addSquare(load(a, i).sub(load(b, j)), s0);
      s1 = addSquare(load(a, i + LANES).sub(load(b, j + LANES)), s1);
    }
    if (i <= a.length - LANES) {
      s0 = addSquare(load(a, i).sub(load(b, bOffset + i)), s0);
      i += LANES;
    }
    float sum = fold(s0.add(s1));
    for (; i < a.length; i++) {
      float difference = a[i] - b[bOffset + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, MemorySegment b, long bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      long j = bOffset + 4L * i;
      s0 = addSquare(load(a, i).sub(load(b, j)), s0);
      s1 = addSquare(load(a, i + LANES).sub(load(b, j + LANE_BYTES)), s1);
    }
    if (i <= a.length - LANES) {
      s0 = addSquare(load(a, i).sub(load(b, bOffset + 4L * i)), s0);
      i += LANES;
    }
    float sum = fold(s0.add(s1));
    for (; i < a.length; i++) {
      float difference = a[i] - b.get(FLOAT, bOffset + 4L * i);
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void dots(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    MemorySegment b0 = b[from];
    MemorySegment b1 = b[from + 1];
    MemorySegment b2 = b[from + 2];
    MemorySegment b3 = b[from + 3];
    long o0 = offsets[from];
    long o1 = offsets[from + 1];
    long o2 = offsets[from + 2];
    long o3 = offsets[from + 3];
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    FloatVector t2 = s0;
    FloatVector t3 = s0;
    int i = 0;
    for (; i <= a.length - LANES; i += LANES) {
      long j = 4L * i;
      FloatVector x = load(a, i);
      FloatVector u0 = x.fma(load(b0, o0 + j), s0);
      FloatVector u1 = x.fma(load(b1, o1 + j), s1);
      FloatVector u2 = x.fma(load(b2, o2 + j), s2);
      FloatVector u3 = x.fma(load(b3, o3 + j), s3);
      // The two sums of a vector alternate.
      s0 = t0;
      t0 = u0;
      s1 = t1;
      t1 = u1;
      s2 = t2;
      t2 = u2;
      s3 = t3;
      t3 = u3;
    }
    out[from] = fold(s0.add(t0));
    out[from + 1] = fold(s1.add(t1));
    out[from + 2] = fold(s2.add(t2));
    out[from + 3] = fold(s3.add(t3));
    for (; i < a.length; i++) {
      long j = 4L * i;
      out[from] += a[i] * b0.get(FLOAT, o0 + j);
      out[from + 1] += a[i] * b1.get(FLOAT, o1 + j);
      out[from + 2] += a[i] * b2.get(FLOAT, o2 + j);
      out[from + 3] += a[i] * b3.get(FLOAT, o3 + j);
    }
  }

  @Override
  public void squaredDistances(
      float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    MemorySegment b0 = b[from];
    MemorySegment b1 = b[from + 1];
    MemorySegment b2 = b[from + 2];
    MemorySegment b3 = b[from + 3];
    long o0 = offsets[from];
    long o1 = offsets[from + 1];
    long o2 = offsets[from + 2];
    long o3 = offsets[from + 3];
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    FloatVector t2 = s0;
    FloatVector t3 = s0;
    int i = 0;
    for (; i <= a.length - LANES; i += LANES) {
      long j = 4L * i;
      FloatVector x = load(a, i);
      FloatVector u0 = addSquare(x.sub(load(b0, o0 + j)), s0);
      FloatVector u1 = addSquare(x.sub(load(b1, o1 + j)), s1);
      FloatVector u2 = addSquare(x.sub(load(b2, o2 + j)), s2);
      FloatVector u3 = addSquare(x.sub(load(b3, o3 + j)), s3);
      s0 = t0;
      t0 = u0;
      s1 = t1;
      t1 = u1;
      s2 = t2;
      t2 = u2;
      s3 = t3;
      t3 = u3;
    }
    out[from] = fold(s0.add(t0));
    out[from + 1] = fold(s1.add(t1));
    out[from + 2] = fold(s2.add(t2));
    out[from + 3] = fold(s3.add(t3));
    for (; i < a.length; i++) {
      long j = 4L * i;
      out[from] += square(a[i] - b0.get(FLOAT, o0 + j));
      out[from + 1] += square(a[i] - b1.get(FLOAT, o1 + j));
      out[from + 2] += square(a[i] - b2.get(FLOAT, o2 + j));
      out[from + 3] += square(a[i] - b3.get(FLOAT, o3 + j));
    }
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }

  private static FloatVector load(MemorySegment memory, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, memory, offset, LITTLE_ENDIAN);
  }

  private static float square(float x) {
    return x * x;
  }

  private static FloatVector addSquare(FloatVector difference, FloatVector sum) {
    return difference.fma(difference, sum);
  }

  private static float fold(FloatVector sums) {
    FloatVector folded = sums;
    if (LANES >= 16) {
      folded = folded.add(folded.rearrange(BY_8));
    }
    if (LANES >= 8) {
      folded = folded.add(folded.rearrange(BY_4));
    }
    if (LANES >= 4) {
      folded = folded.add(folded.rearrange(BY_2));
    }
    return folded.add(folded.rearrange(BY_1)).lane(0);
  }
}
