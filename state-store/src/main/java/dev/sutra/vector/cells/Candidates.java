package dev.sutra.vector.cells;

import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;
import java.util.Arrays;

/**
 * Vectors that may be among the best, with the score that each may reach. They are few, so that to
 * look through all of them for the best one takes less than to keep them in order. Keeps its
 * memory. Not thread-safe.
 */
final class Candidates {
  /** Stands for no candidate. */
  static final int NONE = -1;

  /** Mostly there are few. */
  private static final int ROOM_MIN = 16 * CodeKernel.BLOCK;

  // Negative infinity where a candidate has been taken.
  private float[] bounds = new float[ROOM_MIN];
  private int[] sources = new int[ROOM_MIN];
  private int[] ordinals = new int[ROOM_MIN];
  private int size;
  private int left;

  /** How many have not been taken. */
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
   * Takes the one with the greatest bound.
   *
   * @return its place, for the methods below, or {@link #NONE} if none that is left reaches the
   *     threshold
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
