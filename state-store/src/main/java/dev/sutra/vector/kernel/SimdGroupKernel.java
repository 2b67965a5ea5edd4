package dev.sutra.vector.kernel;

import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2D;
import static jdk.incubator.vector.VectorOperators.S2I;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** A kernel with the Vector API. Two registers of vectors share each factor. */
final class SimdGroupKernel implements GroupKernel {
  private static final VectorShape SHAPE =
      SimdKernel.bits() >= 512
          ? VectorShape.S_512_BIT
          : SimdKernel.bits() >= 256 ? VectorShape.S_256_BIT : VectorShape.S_128_BIT;
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);
  private static final VectorSpecies<Integer> HALF_INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));
  private static final int LANES = SHORTS.length();

  @Override
  public void addDots(byte[] group, int offset, short[] vector, int from, int count, int[] sums) {
    for (int lane = 0; lane < GROUP; lane += 2 * LANES) {
      addDots(group, offset + lane, vector, from, count, sums, lane);
    }
  }

  private static void addDots(
      byte[] group, int offset, short[] vector, int from, int count, int[] sums, int lane) {
    IntVector a = IntVector.fromArray(INTS, sums, lane);
    IntVector b = IntVector.fromArray(INTS, sums, lane + LANES / 2);
    IntVector c = IntVector.fromArray(INTS, sums, lane + LANES);
    IntVector d = IntVector.fromArray(INTS, sums, lane + 3 * LANES / 2);
    int at = offset;
    for (int i = from; i < from + count; i += STEP) {
      ShortVector low = ShortVector.zero(SHORTS);
      ShortVector high = ShortVector.zero(SHORTS);
      for (int j = i; j < i + STEP; j++) {
        ShortVector factor = ShortVector.broadcast(SHORTS, vector[j]);
        low = low.add(factor.mul(shorts(group, at)));
        high = high.add(factor.mul(shorts(group, at + LANES)));
        at += GROUP;
      }
      a = a.add(low.convertShape(S2I, INTS, 0));
      b = b.add(low.convertShape(S2I, INTS, 1));
      c = c.add(high.convertShape(S2I, INTS, 0));
      d = d.add(high.convertShape(S2I, INTS, 1));
    }
    a.intoArray(sums, lane);
    b.intoArray(sums, lane + LANES / 2);
    c.intoArray(sums, lane + LANES);
    d.intoArray(sums, lane + 3 * LANES / 2);
  }

  @Override
  public long reaching(
      int[] sums,
      double[] scales,
      double scale,
      double[] rests,
      int from,
      double rest,
      double[] limits) {
    long bits = 0;
    for (int v = 0; v < GROUP; v += DOUBLES.length()) {
      bits |=
          IntVector.fromArray(HALF_INTS, sums, v)
                  .convertShape(I2D, DOUBLES, 0)
                  .mul(DoubleVector.fromArray(DOUBLES, scales, v))
                  .reinterpretAsDoubles()
                  .mul(scale)
                  .add(DoubleVector.fromArray(DOUBLES, rests, from + v).mul(rest))
                  .compare(GE, DoubleVector.fromArray(DOUBLES, limits, v))
                  .toLong()
              << v;
    }
    return bits;
  }

  private static Vector<Short> shorts(byte[] group, int at) {
    return ByteVector.fromArray(BYTES, group, at).convertShape(B2S, SHORTS, 0);
  }
}
