package dev.sutra.vector;

import java.util.Arrays;

/** Vectors that may be among the best, with the score that each may reach. Not thread-safe. */
final class Candidates {
  /** Mostly there are few. */
  private static final int ROOM_MIN = 4 * CodeKernel.BLOCK;

  private final int capacity;
  private float[] bounds;
  private int[] sources;
  private int[] ordinals;
  private long[] ranks;
  private int size;

  Candidates(int capacity) {
    this.capacity = capacity;
    this.bounds = new float[ROOM_MIN];
    this.sources = new int[ROOM_MIN];
    this.ordinals = new int[ROOM_MIN];
    this.ranks = new long[ROOM_MIN];
  }

  int size() {
    return size;
  }

  /** Whether there are so many that they are to be compared. */
  boolean isAlmostFull() {
    return size > capacity;
  }

  void add(int source, int ordinal, float bound) {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
      sources = Arrays.copyOf(sources, 2 * size);
      ordinals = Arrays.copyOf(ordinals, 2 * size);
    }
    bounds[size] = bound;
    sources[size] = source;
    ordinals[size] = ordinal;
    size++;
  }

  /** Ranks all candidates by falling bound; the methods below go by rank. */
  void sort() {
    if (ranks.length < size) {
      ranks = new long[bounds.length];
    }
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
