package dev.sutra.vector.kernel;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.FLOAT;

import java.lang.foreign.MemorySegment;

/** A kernel in plain Java, for JVMs without the Vector API. */
final class ScalarCodeKernel implements CodeKernel {
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
    for (int p = 0; p < count; p++) {
      int point = offset + p * stride;
      int row = p * centroids;
      System.arraycopy(starts, startsOffset, out, row, centroids);
      for (int first = 0; first < centroids; first += PANEL) {
        int panel = panelsOffset + first * dimension;
        for (int t = 0; t < dimension; t++) {
          float component = points[point + t];
          for (int lane = 0; lane < PANEL; lane++) {
            out[row + first + lane] += component * panels[panel + t * PANEL + lane];
          }
        }
      }
    }
  }

  @Override
  public int argMax(float[] values, int offset, int count) {
    int best = 0;
    float max = values[offset];
    for (int i = 1; i < count; i++) {
      if (values[offset + i] > max) {
        max = values[offset + i];
        best = i;
      }
    }
    return best;
  }

  @Override
  public float partDots(float[] query, float[] panels, int[] starts, float[] values) {
    float leastSum = 0;
    for (int part = 0; part < starts.length - 1; part++) {
      float min = Float.POSITIVE_INFINITY;
      for (int j = 0; j < PANEL; j++) {
        float sum = 0;
        for (int t = starts[part]; t < starts[part + 1]; t++) {
          sum += query[t] * panels[t * PANEL + j];
        }
        values[part * PANEL + j] = sum;
        min = Math.min(min, sum);
      }
      for (int j = 0; j < PANEL; j++) {
        values[part * PANEL + j] -= min;
      }
      leastSum += min;
    }
    return leastSum;
  }

  @Override
  public float quantize(float[] values, int count, byte[] tables) {
    float max = 0;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, values[i]);
    }
    float unit = max > 0 ? TABLE_MAX / max : 0;
    for (int i = 0; i < count; i++) {
      tables[i] = (byte) (values[i] * unit + 0.5f);
    }
    return max;
  }

  @Override
  public void sums(
      MemorySegment codes, long offset, byte[] tables, int subquantizers, short[] sums) {
    for (int lane = 0; lane < BLOCK; lane++) {
      long at = offset + CodeKernel.byteOf(lane);
      int shift = CodeKernel.shiftOf(lane);
      int sum = 0;
      for (int m = 0; m < subquantizers * LOOKUP_BYTES; m += LOOKUP_BYTES) {
        sum += tables[m + ((codes.get(BYTE, at + m) >>> shift) & 15)];
      }
      sums[lane] = (short) sum;
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
    int mask = 0;
    for (int lane = 0; lane < BLOCK; lane++) {
      float factor = memory.get(FLOAT, factors + 4L * lane);
      float correction = memory.get(FLOAT, factors + 4L * (BLOCK + lane));
      float estimate = factor * (scale * sums[lane] + shift) + (base + correction);
      estimates[lane] = estimate;
      if (estimate >= threshold) {
        mask |= 1 << lane;
      }
    }
    return mask;
  }
}
