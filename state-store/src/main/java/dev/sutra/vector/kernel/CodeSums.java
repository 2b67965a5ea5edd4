package dev.sutra.vector.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of table entries with the Vector API; see {@link CodeKernel#sums}. Uses 512-bit registers if
 * the processor shuffles bytes across them, else 128-bit registers. On AVX2, 256 bits gained
 * nothing, because its shuffles do not cross 128-bit lanes.
 */
final class CodeSums {
  private static final VectorSpecies<Byte> BYTES_16 = ByteVector.SPECIES_128;
  private static final VectorSpecies<Short> SHORTS_8 = ShortVector.SPECIES_128;
  private static final VectorSpecies<Byte> BYTES_64 = ByteVector.SPECIES_512;
  private static final VectorSpecies<Short> SHORTS_32 = ShortVector.SPECIES_512;

  private CodeSums() {}

  // The shuffle takes an index modulo 16, so the other nibble does no harm. A byte sums four
  // entries. Then the odd bytes are shifted down and summed separately, and their share in the
  // sums of the even bytes is subtracted at the end.
  static void narrow(MemorySegment codes, long offset, byte[] tables, int bytes, short[] sums) {
    ShortVector low = ShortVector.zero(SHORTS_8);
    ShortVector lowOdd = low;
    ShortVector high = low;
    ShortVector highOdd = low;
    for (int m = 0; m < bytes; m += 4 * CodeKernel.LOOKUP_BYTES) {
      ByteVector lows = ByteVector.zero(BYTES_16);
      ByteVector highs = lows;
      for (int u = 0; u < 4 * CodeKernel.LOOKUP_BYTES; u += CodeKernel.LOOKUP_BYTES) {
        ByteVector code =
            ByteVector.fromMemorySegment(BYTES_16, codes, offset + m + u, LITTLE_ENDIAN);
        ByteVector table = ByteVector.fromArray(BYTES_16, tables, m + u);
        lows = lows.add(code.selectFrom(table));
        highs = highs.add(shifted(code).selectFrom(table));
      }
      ShortVector lowPairs = lows.reinterpretAsShorts();
      ShortVector highPairs = highs.reinterpretAsShorts();
      low = low.add(lowPairs);
      lowOdd = lowOdd.add(lowPairs.lanewise(LSHR, 8));
      high = high.add(highPairs);
      highOdd = highOdd.add(highPairs.lanewise(LSHR, 8));
    }
    low.sub(lowOdd.lanewise(LSHL, 8)).intoArray(sums, 0);
    high.sub(highOdd.lanewise(LSHL, 8)).intoArray(sums, 8);
    lowOdd.intoArray(sums, 16);
    highOdd.intoArray(sums, 24);
  }

  private static ByteVector shifted(ByteVector code) {
    return code.reinterpretAsShorts().lanewise(LSHR, 4).reinterpretAsBytes();
  }

  // As above with four sub-quantizers per register; the four quarters are added at the end.
  static void wide(MemorySegment codes, long offset, byte[] tables, int bytes, short[] sums) {
    ShortVector low = ShortVector.zero(SHORTS_32);
    ShortVector lowOdd = low;
    ShortVector high = low;
    ShortVector highOdd = low;
    int m = 0;
    for (; m <= bytes - 256; m += 256) {
      ByteVector lows = ByteVector.zero(BYTES_64);
      ByteVector highs = lows;
      for (int u = 0; u < 256; u += 64) {
        ByteVector code =
            ByteVector.fromMemorySegment(BYTES_64, codes, offset + m + u, LITTLE_ENDIAN);
        ByteVector table = ByteVector.fromArray(BYTES_64, tables, m + u);
        lows = lows.add(inQuarter(code).selectFrom(table));
        highs = highs.add(inQuarter(shifted(code)).selectFrom(table));
      }
      ShortVector lowPairs = lows.reinterpretAsShorts();
      ShortVector highPairs = highs.reinterpretAsShorts();
      low = low.add(lowPairs);
      lowOdd = lowOdd.add(lowPairs.lanewise(LSHR, 8));
      high = high.add(highPairs);
      highOdd = highOdd.add(highPairs.lanewise(LSHR, 8));
    }
    for (; m < bytes; m += 64) {
      ByteVector code = ByteVector.fromMemorySegment(BYTES_64, codes, offset + m, LITTLE_ENDIAN);
      ByteVector table = ByteVector.fromArray(BYTES_64, tables, m);
      ShortVector lowPairs = inQuarter(code).selectFrom(table).reinterpretAsShorts();
      ShortVector highPairs = inQuarter(shifted(code)).selectFrom(table).reinterpretAsShorts();
      low = low.add(lowPairs);
      lowOdd = lowOdd.add(lowPairs.lanewise(LSHR, 8));
      high = high.add(highPairs);
      highOdd = highOdd.add(highPairs.lanewise(LSHR, 8));
    }
    low = low.sub(lowOdd.lanewise(LSHL, 8));
    high = high.sub(highOdd.lanewise(LSHL, 8));
    ShortVector lows = pairwise(low, lowOdd, Wide.UPPER, Wide.BY_16);
    ShortVector highs = pairwise(high, highOdd, Wide.UPPER, Wide.BY_16);
    pairwise(lows, highs, Wide.ODD_QUARTERS, Wide.BY_8).intoArray(sums, 0);
  }

  private static ByteVector inQuarter(ByteVector code) {
    return code.lanewise(AND, (byte) 15).lanewise(OR, Wide.QUARTER_BASES);
  }

  /** The folded a in lanes where the mask is unset, the folded b where it is set. */
  private static ShortVector pairwise(
      ShortVector a, ShortVector b, VectorMask<Short> mask, VectorShuffle<Short> swap) {
    return a.blend(b, mask).add(b.blend(a, mask).rearrange(swap));
  }

  /** Constants of 512 bits, created only if such registers are used. */
  private static final class Wide {
    static final ByteVector QUARTER_BASES = quarterBases();
    static final VectorMask<Short> UPPER = VectorMask.fromLong(SHORTS_32, 0xffff0000L);
    static final VectorMask<Short> ODD_QUARTERS = VectorMask.fromLong(SHORTS_32, 0xff00ff00L);
    static final VectorShuffle<Short> BY_16 = VectorShuffle.fromOp(SHORTS_32, i -> i ^ 16);
    static final VectorShuffle<Short> BY_8 = VectorShuffle.fromOp(SHORTS_32, i -> i ^ 8);

    private static ByteVector quarterBases() {
      byte[] bases = new byte[64];
      for (int i = 0; i < 64; i++) {
        bases[i] = (byte) (i & -16);
      }
      return ByteVector.fromArray(BYTES_64, bases, 0);
    }
  }
}
