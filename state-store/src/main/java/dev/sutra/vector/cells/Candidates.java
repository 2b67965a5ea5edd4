package dev.sutra.vector.cells;

import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;
import java.util.Arrays;

/**
 * Vectors that may be among the best, each with an upper bound of its score. There are few, so
 * scanning all for the best one is cheaper than keeping them ordered. Reuses its memory. Not
 * thread-safe.
 */
final class Candidates {
  /** No candidate. */
  static final int NONE = -1;

  /** Enough for most searches. */
  private static final int ROOM_MIN = 16 * CodeKernel.BLOCK;

  // Negative infinity once a candidate has been taken.
  private float[] bounds = new float[ROOM_MIN];
  private int[] sources = new int[ROOM_MIN];
  private int[] ordinals = new int[ROOM_MIN];
  private int size;
  private int left;

  /** The number of candidates not yet taken. */
  int left() {
    return left;
  }

  void add(int source, int ordinal, float bound) {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
      sources = Arrays.copyOf(sources, 2 * size);
      ordinals = Arrays.copyOf(ordinals, 2 * size);
    }
    bounds[size] = Math.max(bound, -Float.MAX_VALUE);
    sources[size] = source;
    ordinals[size] = ordinal;
    size++;
    left++;
  }

  /**
   * Takes the candidate with the greatest bound.
   *
   * @return its index for {@link #source} and {@link #ordinal}; {@link #NONE} if no candidate left
   *     reaches the threshold
   */
  int takeBest(float threshold) {
    if (left == 0) {
      return NONE;
    }
    int lanes = (size + CodeKernel.PANEL - 1) & -CodeKernel.PANEL;
    Arrays.fill(bounds, size, lanes, Float.NEGATIVE_INFINITY);
    int place = CodeKernels.KERNEL.argMax(bounds, 0, lanes);
    if (bounds[place] < threshold) {
      return NONE;
    }
    bounds[place] = Float.NEGATIVE_INFINITY;
    left--;
    return place;
  }

  int source(int place) {
    return sources[place];
  }

  int ordinal(int place) {
    return ordinals[place];
  }

  void clear() {
    size = 0;
    left = 0;
  }
}
