package dev.sutra.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.S2F;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API. Sums are made with registers of 512 bits where the processor can look bytes up in
 * them, else of 128 bits; on AVX2, 256 bits gained nothing, as look-ups there do not leave 128.
 */
final class SimdCodeKernel implements CodeKernel {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() > PANEL
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final VectorSpecies<Short> HALF_WIDTH =
      VectorSpecies.of(short.class, VectorShape.forBitSize(16 * LANES));
  private static final VectorSpecies<Byte> BYTES_16 = ByteVector.SPECIES_128;
  private static final VectorSpecies<Short> SHORTS_8 = ShortVector.SPECIES_128;
  private static final VectorSpecies<Byte> BYTES_64 = ByteVector.SPECIES_512;
  private static final VectorSpecies<Short> SHORTS_32 = ShortVector.SPECIES_512;

  private final boolean wide;

  /**
   * Makes a kernel.
   *
   * @param wide whether bytes are looked up in 512 bits
   */
  SimdCodeKernel(boolean wide) {
    this.wide = wide;
  }

  @Override
  public void dots(
      float[] points,
      int offset,
      int stride,
      int count,
      int dimension,
      float[] panels,
      int panelsOffset,
      int centroids,
      float[] starts,
      int startsOffset,
      float[] out) {
    for (int j = 0; j < centroids; ) {
      int panel = panelOf(panelsOffset, dimension, j);
      int start = startsOffset + j;
      if (count != 4) {
        dotsOf1(points, offset, dimension, panels, panel, starts, start, out, j);
        j += LANES;
      } else if (j + LANES < centroids) {
        int nextPanel = panelOf(panelsOffset, dimension, j + LANES);
        dotsOf4(
            points, offset, stride, dimension, panels, panel, nextPanel, starts, start, out, j,
            centroids);
        j += 2 * LANES;
      } else {
        dotsOf4(points, offset, stride, dimension, panels, panel, starts, start, out, j, centroids);
        j += LANES;
      }
    }
  }

  private static int panelOf(int panelsOffset, int dimension, int centroid) {
    return panelsOffset + (centroid & -PANEL) * dimension + (centroid & (PANEL - 1));
  }

  // Sums are begun where they are added to: one that came as an argument would stay an object.
  private static void dotsOf1(
      float[] points,
      int offset,
      int dimension,
      float[] panels,
      int panel,
      float[] starts,
      int start,
      float[] out,
      int first) {
    FloatVector s0 = load(starts, start);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = s1;
    FloatVector s3 = s1;
    int t = 0;
    for (; t <= dimension - 4; t += 4) {
      int at = panel + t * PANEL;
      s0 = spread(points, offset + t).fma(load(panels, at), s0);
      s1 = spread(points, offset + t + 1).fma(load(panels, at + PANEL), s1);
      s2 = spread(points, offset + t + 2).fma(load(panels, at + 2 * PANEL), s2);
      s3 = spread(points, offset + t + 3).fma(load(panels, at + 3 * PANEL), s3);
    }
    for (; t < dimension; t++) {
      s0 = spread(points, offset + t).fma(load(panels, panel + t * PANEL), s0);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(out, first);
  }

  /** Four points with the centroids of one register. */
  private static void dotsOf4(
      float[] points,
      int offset,
      int stride,
      int dimension,
      float[] panels,
      int panel,
      float[] starts,
      int start,
      float[] out,
      int first,
      int centroids) {
    FloatVector a = load(starts, start);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int t = 0; t < dimension; t++) {
      FloatVector u = load(panels, panel + t * PANEL);
      int at = offset + t;
      a = spread(points, at).fma(u, a);
      b = spread(points, at + stride).fma(u, b);
      c = spread(points, at + 2 * stride).fma(u, c);
      d = spread(points, at + 3 * stride).fma(u, d);
    }
    a.intoArray(out, first);
    b.intoArray(out, first + centroids);
    c.intoArray(out, first + 2 * centroids);
    d.intoArray(out, first + 3 * centroids);
  }

  /** Four points with the centroids of two registers: three loads for four products. */
  private static void dotsOf4(
      float[] points,
      int offset,
      int stride,
      int dimension,
      float[] panels,
      int panel,
      int nextPanel,
      float[] starts,
      int start,
      float[] out,
      int first,
      int centroids) {
    FloatVector a = load(starts, start);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector a2 = load(starts, start + LANES);
    FloatVector b2 = a2;
    FloatVector c2 = a2;
    FloatVector d2 = a2;
    for (int t = 0; t < dimension; t++) {
      FloatVector u = load(panels, panel + t * PANEL);
      FloatVector v = load(panels, nextPanel + t * PANEL);
      int at = offset + t;
      FloatVector x = spread(points, at);
      a = x.fma(u, a);
      a2 = x.fma(v, a2);
      x = spread(points, at + stride);
      b = x.fma(u, b);
      b2 = x.fma(v, b2);
      x = spread(points, at + 2 * stride);
      c = x.fma(u, c);
      c2 = x.fma(v, c2);
      x = spread(points, at + 3 * stride);
      d = x.fma(u, d);
      d2 = x.fma(v, d2);
    }
    int second = first + LANES;
    a.intoArray(out, first);
    a2.intoArray(out, second);
    b.intoArray(out, first + centroids);
    b2.intoArray(out, second + centroids);
    c.intoArray(out, first + 2 * centroids);
    c2.intoArray(out, second + 2 * centroids);
    d.intoArray(out, first + 3 * centroids);
    d2.intoArray(out, second + 3 * centroids);
  }

  @Override
  public void sums(
      MemorySegment codes, long offset, byte[] tables, int subquantizers, short[] sums) {
    if (wide) {
      wideSums(codes, offset, tables, subquantizers * LOOKUP_BYTES, sums);
    } else {
      narrowSums(codes, offset, tables, subquantizers * LOOKUP_BYTES, sums);
    }
  }

  // A byte's index is taken modulo 16, so that the other nibble does no harm. Four entries add up
  // in a byte; then the odd bytes are shifted down and added up apart, and what they put into the
  // sums of the even ones is taken off at the end.
  private static void narrowSums(
      MemorySegment codes, long offset, byte[] tables, int bytes, short[] sums) {
    ShortVector low = ShortVector.zero(SHORTS_8);
    ShortVector lowOdd = low;
    ShortVector high = low;
    ShortVector highOdd = low;
    for (int m = 0; m < bytes; m += 4 * LOOKUP_BYTES) {
      ByteVector lows = ByteVector.zero(BYTES_16);
      ByteVector highs = lows;
      for (int u = 0; u < 4 * LOOKUP_BYTES; u += LOOKUP_BYTES) {
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

  // As above with four sub-quantizers in a register, whose four quarters are added up at the end.
  private static void wideSums(
      MemorySegment codes, long offset, byte[] tables, int bytes, short[] sums) {
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

  /** The folded a where the mask is off, the folded b where it is on. */
  private static ShortVector pairwise(
      ShortVector a, ShortVector b, VectorMask<Short> mask, VectorShuffle<Short> swap) {
    return a.blend(b, mask).add(b.blend(a, mask).rearrange(swap));
  }

  /** Constants of 512 bits, made only where such registers are used. */
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

  @Override
  public int estimates(
      short[] sums,
      MemorySegment memory,
      long factors,
      float scale,
      float shift,
      float base,
      float threshold,
      float[] estimates) {
    FloatVector scales = FloatVector.broadcast(FLOATS, scale);
    FloatVector shifts = FloatVector.broadcast(FLOATS, shift);
    int mask = 0;
    for (int lane = 0; lane < BLOCK; lane += LANES) {
      FloatVector sum =
          (FloatVector) ShortVector.fromArray(HALF_WIDTH, sums, lane).convertShape(S2F, FLOATS, 0);
      FloatVector factor = load(memory, factors + 4L * lane);
      FloatVector correction = load(memory, factors + 4L * (BLOCK + lane));
      FloatVector estimate = factor.fma(sum.fma(scales, shifts), correction.add(base));
      estimate.intoArray(estimates, lane);
      mask |= (int) estimate.compare(GE, threshold).toLong() << lane;
    }
    return mask;
  }

  private static FloatVector spread(float[] values, int index) {
    return FloatVector.broadcast(FLOATS, values[index]);
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(FLOATS, values, offset);
  }

  private static FloatVector load(MemorySegment memory, long offset) {
    return FloatVector.fromMemorySegment(FLOATS, memory, offset, LITTLE_ENDIAN);
  }
}
