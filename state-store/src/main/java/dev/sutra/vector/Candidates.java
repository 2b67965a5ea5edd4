package dev.sutra.vector;

import java.util.Arrays;

/**
 * Vectors that may be among the best, with the score that each may reach. Keeps its memory. Not
 * thread-safe.
 */
final class Candidates {
  /** Mostly there are few. */
  private static final int ROOM_MIN = 16 * CodeKernel.BLOCK;

  private float[] bounds = new float[ROOM_MIN];
  private int[] sources = new int[ROOM_MIN];
  private int[] ordinals = new int[ROOM_MIN];
  private long[] ranks = new long[ROOM_MIN];
  private int size;
  private int ranked;
  private int sorted;

  int size() {
    return size;
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

  /**
   * Ranks those that may reach a threshold by falling bound; the methods below go by rank.
   *
   * @param expected how many of the best will be asked for at least
   * @return how many they are
   */
  int rank(float threshold, int expected) {
    if (ranks.length < size) {
      ranks = new long[bounds.length];
    }
    ranked = 0;
    for (int i = 0; i < size; i++) {
      if (bounds[i] >= threshold) {
        ranks[ranked++] = Ranks.key(bounds[i], i);
      }
    }
    sorted = Math.min(expected, ranked);
    Ranks.sortBest(ranks, ranked, sorted);
    return ranked;
  }

  /** The place of the candidate of a rank, for the methods below. */
  int at(int rank) {
    if (rank >= sorted) {
      Arrays.sort(ranks, sorted, ranked);
      sorted = ranked;
    }
    return Ranks.index(ranks[rank]);
  }

  float bound(int place) {
    return bounds[place];
  }

  int source(int place) {
    return sources[place];
  }

  int ordinal(int place) {
    return ordinals[place];
  }

  /** Drops the best ones and those below a threshold; what is left has no rank. */
  void dropBest(int count, float threshold) {
    for (int rank = 0; rank < count; rank++) {
      bounds[at(rank)] = Float.NEGATIVE_INFINITY;
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
