package dev.sutra.vector;

import static dev.sutra.io.Layouts.FLOAT;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API. The only class that names it, so that the others load where the module is absent.
 *
 * <p>Four registers of sums, folded in halves. {@code reduceLanes} is not used: its order is
 * unspecified, so that interpreted and compiled code give different last bits.
 */
final class SimdKernel implements VectorKernel {
  // The fold below is written for 16 lanes at most.
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final long LANE_BYTES = 4L * LANES;
  private static final int STEP = 4 * LANES;
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + lanes) % LANES);
  }

  /** Bits of a register. */
  static int bits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] a, float[] b, int bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      int j = bOffset + i;
      s0 = load(a, i).fma(load(b, j), s0);
      s1 = load(a, i + LANES).fma(load(b, j + LANES), s1);
      s2 = load(a, i + 2 * LANES).fma(load(b, j + 2 * LANES), s2);
      s3 = load(a, i + 3 * LANES).fma(load(b, j + 3 * LANES), s3);
    }
    for (; i <= a.length - LANES; i += LANES) {
      s0 = load(a, i).fma(load(b, bOffset + i), s0);
    }
    float sum = fold(s0.add(s1).add(s2.add(s3)));
    for (; i < a.length; i++) {
      sum += a[i] * b[bOffset + i];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, MemorySegment b, long bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      long j = bOffset + 4L * i;
      s0 = load(a, i).fma(load(b, j), s0);
      s1 = load(a, i + LANES).fma(load(b, j + LANE_BYTES), s1);
      s2 = load(a, i + 2 * LANES).fma(load(b, j + 2 * LANE_BYTES), s2);
      s3 = load(a, i + 3 * LANES).fma(load(b, j + 3 * LANE_BYTES), s3);
    }
    for (; i <= a.length - LANES; i += LANES) {
      s0 = load(a, i).fma(load(b, bOffset + 4L * i), s0);
    }
    float sum = fold(s0.add(s1).add(s2.add(s3)));
    for (; i < a.length; i++) {
      sum += a[i] * b.get(FLOAT, bOffset + 4L * i);
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, float[] b, int bOffset) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      int j = bOffset + i;
      s0 = addSquare(load(a, i).sub(load(b, j)), s0);
      s1 = addSquare(load(a, i + LANES).sub(load(b, j + LANES)), s1);
      s2 = addSquare(load(a, i + 2 * LANES).sub(load(b, j + 2 * LANES)), s2);
      s3 = addSquare(load(a, i + 3 * LANES).sub(load(b, j + 3 * LANES)), s3);
    }
    for (; i <= a.length - LANES; i += LANES) {
      s0 = addSquare(load(a, i).sub(load(b, bOffset + i)), s0);
    }
    float sum = fold(s0.add(s1).add(s2.add(s3)));
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
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= a.length - STEP; i += STEP) {
      long j = bOffset + 4L * i;
      s0 = addSquare(load(a, i).sub(load(b, j)), s0);
      s1 = addSquare(load(a, i + LANES).sub(load(b, j + LANE_BYTES)), s1);
      s2 = addSquare(load(a, i + 2 * LANES).sub(load(b, j + 2 * LANE_BYTES)), s2);
      s3 = addSquare(load(a, i + 3 * LANES).sub(load(b, j + 3 * LANE_BYTES)), s3);
    }
    for (; i <= a.length - LANES; i += LANES) {
      s0 = addSquare(load(a, i).sub(load(b, bOffset + 4L * i)), s0);
    }
    float sum = fold(s0.add(s1).add(s2.add(s3)));
    for (; i < a.length; i++) {
      float difference = a[i] - b.get(FLOAT, bOffset + 4L * i);
      sum += difference * difference;
    }
    return sum;
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }

  private static FloatVector load(MemorySegment memory, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, memory, offset, LITTLE_ENDIAN);
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
