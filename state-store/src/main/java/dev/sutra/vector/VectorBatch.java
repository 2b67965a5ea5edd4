package dev.sutra.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A few vectors of any sources that are scored together, so that their cache misses overlap. Not
 * thread-safe.
 */
public final class VectorBatch {
  /** Maximum number of vectors; a multiple of four. */
  public static final int ROOM = 16;

  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final int[] ordinals = new int[ROOM];
  private final MemorySegment[] memories = new MemorySegment[ROOM];
  private final long[] offsets = new long[ROOM];
  private final float[] inverseNorms = new float[ROOM];
  private final float[] scores = new float[ROOM];
  private int size;

  public VectorBatch() {
    release();
  }

  public int size() {
    return size;
  }

  /**
   * Adds a vector.
   *
   * @param ordinal in its source
   * @param offset of its first component, in bytes
   * @param inverseNorm see {@link Similarity#inverseNorm}
   */
  void add(int ordinal, MemorySegment memory, long offset, float inverseNorm) {
    ordinals[size] = ordinal;
    memories[size] = memory;
    offsets[size] = offset;
    inverseNorms[size] = inverseNorm;
    size++;
  }

  /** Scores all vectors, to the same bits as {@link VectorSource#scores}. */
  public void score(VectorQuery query) {
    for (int i = size; i % 4 != 0; i++) {
      memories[i] = memories[size - 1];
      offsets[i] = offsets[size - 1];
    }
    for (int i = 0; i < size; i += 4) {
      query.compare(memories, offsets, i, scores);
    }
    for (int i = 0; i < size; i++) {
      scores[i] = query.scoreOf(scores[i], inverseNorms[i]);
    }
  }

  /** The ordinal of the i-th vector in the order of addition, from 0. */
  public int ordinal(int i) {
    return ordinals[i];
  }

  /** The score of the i-th vector in the order of addition, from 0. */
  public float score(int i) {
    return scores[i];
  }

  public void clear() {
    size = 0;
  }

  /**
   * Clears the batch and releases references to memory, which may belong to a file about to be
   * unmapped.
   */
  public void release() {
    clear();
    Arrays.fill(memories, NOTHING);
  }
}
