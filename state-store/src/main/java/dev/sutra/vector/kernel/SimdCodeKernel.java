package dev.sutra.vector.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.S2F;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** A kernel with the Vector API. */
final class SimdCodeKernel implements CodeKernel {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() > PANEL
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final VectorSpecies<Short> HALF_WIDTH =
      VectorSpecies.of(short.class, VectorShape.forBitSize(16 * LANES));

  private final boolean wide;

  /**
   * Creates a kernel.
   *
   * @param wide whether bytes are shuffled in 512-bit registers
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

  // Sums are created in the method that adds to them: a vector passed as an argument would be
  // boxed.
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

  /** Four points with one register of centroids. */
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

  /** Four points with two registers of centroids: three loads for four products. */
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
  public int argMax(float[] values, int offset, int count) {
    FloatVector greatest = load(values, offset);
    for (int i = LANES; i < count; i += LANES) {
      greatest = greatest.max(load(values, offset + i));
    }
    float max = greatest.reduceLanes(MAX);
    for (int i = 0; i < count; i += LANES) {
      int lane = load(values, offset + i).compare(EQ, max).firstTrue();
      if (lane < LANES) {
        return i + lane;
      }
    }
    return 0;
  }

  @Override
  public float partDots(float[] query, float[] panels, int[] starts, float[] values) {
    float leastSum = 0;
    for (int part = 0; part < starts.length - 1; part++) {
      int row = part * PANEL;
      FloatVector least = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
      for (int j = 0; j < PANEL; j += LANES) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int t = starts[part]; t < starts[part + 1]; t++) {
          sum = spread(query, t).fma(load(panels, t * PANEL + j), sum);
        }
        sum.intoArray(values, row + j);
        least = least.min(sum);
      }
      float min = least.reduceLanes(MIN);
      for (int j = 0; j < PANEL; j += LANES) {
        load(values, row + j).sub(min).intoArray(values, row + j);
      }
      leastSum += min;
    }
    return leastSum;
  }

  @Override
  public float quantize(float[] values, int count, byte[] tables) {
    FloatVector greatest = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += LANES) {
      greatest = greatest.max(load(values, i));
    }
    float max = greatest.reduceLanes(MAX);
    float unit = max > 0 ? TABLE_MAX / max : 0;
    for (int i = 0; i < count; i += PANEL) {
      for (int j = i; j < i + PANEL; j += LANES) {
        load(values, j).mul(unit).add(0.5f).intoArray(values, j);
      }
      for (int j = i; j < i + PANEL; j++) {
        tables[j] = (byte) values[j];
      }
    }
    return max;
  }

  @Override
  public void sums(
      MemorySegment codes, long offset, byte[] tables, int subquantizers, short[] sums) {
    if (wide) {
      CodeSums.wide(codes, offset, tables, subquantizers * LOOKUP_BYTES, sums);
    } else {
      CodeSums.narrow(codes, offset, tables, subquantizers * LOOKUP_BYTES, sums);
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
