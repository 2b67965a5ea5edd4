package dev.sutra.text.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of ints, initially 0. One thread writes; concurrent readers see what the writer
 * released, without a lock.
 */
final class IntChunks {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_INTS = 1 << CHUNK_BITS;
  private static final int CHUNK_MASK = CHUNK_INTS - 1;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

  // Volatile, so that a reader who sees a grown array also sees the chunks in it.
  private volatile int[] @Nullable [] chunks = new int[0][];
  private int chunkCount;

  int get(int index) {
    int[] chunk = chunk(index);
    return chunk == null ? 0 : chunk[index & CHUNK_MASK];
  }

  int getAcquire(int index) {
    int[] chunk = chunk(index);
    return chunk == null ? 0 : (int) ELEMENT.getAcquire(chunk, index & CHUNK_MASK);
  }

  void set(int index, int value) {
    chunkToWrite(index)[index & CHUNK_MASK] = value;
  }

  void setRelease(int index, int value) {
    ELEMENT.setRelease(chunkToWrite(index), index & CHUNK_MASK, value);
  }

  /** Heap use, bytes. */
  long bytes() {
    return 4L * CHUNK_INTS * chunkCount + 8L * chunks.length;
  }

  private int @Nullable [] chunk(int index) {
    int[] @Nullable [] all = chunks;
    int number = index >>> CHUNK_BITS;
    return number < all.length ? all[number] : null;
  }

  private int[] chunkToWrite(int index) {
    int[] chunk = chunk(index);
    return chunk != null ? chunk : addChunk(index >>> CHUNK_BITS);
  }

  private int[] addChunk(int number) {
    int[] @Nullable [] grown = chunks;
    if (number >= grown.length) {
      grown = Arrays.copyOf(grown, Math.max(number + 1, 2 * grown.length));
    }
    int[] chunk = new int[CHUNK_INTS];
    grown[number] = chunk;
    chunkCount++;
    chunks = grown;
    return chunk;
  }
}
