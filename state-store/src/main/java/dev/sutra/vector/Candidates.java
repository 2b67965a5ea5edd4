package dev.sutra.vector;

import java.util.Arrays;

/** Vectors that may be among the best, with the score that each may reach. Not thread-safe. */
final class Candidates {
  private final float[] bounds;
  private final int[] sources;
  private final int[] ordinals;
  private final long[] ranks;
  private int size;

  Candidates(int capacity) {
    int room = capacity + CodeKernel.BLOCK;
    this.bounds = new float[room];
    this.sources = new int[room];
    this.ordinals = new int[room];
    this.ranks = new long[room];
  }

  int size() {
    return size;
  }

  /** Whether a block of vectors may be too much. */
  boolean isAlmostFull() {
    return size > bounds.length - CodeKernel.BLOCK;
  }

  void add(int source, int ordinal, float bound) {
    bounds[size] = bound;
    sources[size] = source;
    ordinals[size] = ordinal;
    size++;
  }

  /** Ranks all candidates by falling bound; the methods below go by rank. */
  void sort() {
    for (int i = 0; i < size; i++) {
      ranks[i] = Ranks.key(bounds[i], i);
    }
    Arrays.sort(ranks, 0, size);
  }

  float bound(int rank) {
    return bounds[Ranks.index(ranks[rank])];
  }

  int source(int rank) {
    return sources[Ranks.index(ranks[rank])];
  }

  int ordinal(int rank) {
    return ordinals[Ranks.index(ranks[rank])];
  }

  /** Drops the best ones and those below a threshold; what is left has no rank. */
  void dropBest(int count, float threshold) {
    for (int rank = 0; rank < count; rank++) {
      bounds[Ranks.index(ranks[rank])] = Float.NEGATIVE_INFINITY;
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (bounds[i] >= threshold && bounds[i] > Float.NEGATIVE_INFINITY) {
        bounds[kept] = bounds[i];
        sources[kept] = sources[i];
        ordinals[kept] = ordinals[i];
        kept++;
      }
    }
    size = kept;
  }

  void clear() {
    size = 0;
  }
}
