package dev.sutra.vector.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel with the Vector API. Products are summed as 16 bits; then the even and the odd lanes of
 * the sums are widened to 32 bits by shifts. The order of adding integers does not matter.
 */
final class SimdByteKernel implements ByteKernel {
  private static final VectorShape SHAPE =
      SimdKernel.bits() >= 512
          ? VectorShape.S_512_BIT
          : SimdKernel.bits() >= 256 ? VectorShape.S_256_BIT : VectorShape.S_128_BIT;
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  private static final int LANES = SHORTS.length();

  @Override
  public int dot(byte[] a, int aOffset, short[] b, int bOffset, int count) {
    IntVector sums = IntVector.zero(INTS);
    for (int i = 0; i < count; i += 8 * LANES) {
      int end = Math.min(count, i + 8 * LANES);
      ShortVector products = ShortVector.zero(SHORTS);
      for (int j = i; j < end; j += LANES) {
        ShortVector x =
            (ShortVector) ByteVector.fromArray(BYTES, a, aOffset + j).convertShape(B2S, SHORTS, 0);
        products = products.add(x.mul(ShortVector.fromArray(SHORTS, b, bOffset + j)));
      }
      IntVector pairs = products.reinterpretAsInts();
      sums = sums.add(pairs.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(pairs.lanewise(ASHR, 16));
    }
    return sums.reduceLanes(ADD);
  }
}
