package dev.sutra.text.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of ints, initially 0. One thread writes; concurrent readers see what the writer
 * released, without a lock.
 *
 * <p>The first chunk begins small and is replaced by larger copies. A reader that still has an
 * older one sees the array as of the replacement.
 */
final class IntChunks {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_INTS = 1 << CHUNK_BITS;
  private static final int CHUNK_INTS_MIN = 1 << 6;
  private static final int CHUNK_MASK = CHUNK_INTS - 1;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

  // Volatile, so that a reader who sees a grown array also sees the chunks in it.
  private volatile int[] @Nullable [] chunks = new int[0][];
  private long bytes;

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
    return bytes + 8L * chunks.length;
  }

  private int @Nullable [] chunk(int index) {
    int[] @Nullable [] all = chunks;
    int number = index >>> CHUNK_BITS;
    int[] chunk = number < all.length ? all[number] : null;
    return chunk != null && (index & CHUNK_MASK) < chunk.length ? chunk : null;
  }

  private int[] chunkToWrite(int index) {
    int[] chunk = chunk(index);
    return chunk != null ? chunk : addChunk(index);
  }

  private int[] addChunk(int index) {
    int number = index >>> CHUNK_BITS;
    int[] @Nullable [] grown = chunks;
    int[] smaller = number < grown.length ? grown[number] : null;
    if (number >= grown.length) {
      grown = Arrays.copyOf(grown, Math.max(number + 1, 2 * grown.length));
    } else if (smaller != null) {
      // A reader must not find the copy before its contents, which the volatile write releases.
      grown = grown.clone();
    }
    int length = CHUNK_INTS;
    if (number == 0) {
      length = Math.clamp(2L * Integer.highestOneBit(index), CHUNK_INTS_MIN, CHUNK_INTS);
    }
    int[] chunk = smaller == null ? new int[length] : Arrays.copyOf(smaller, length);
    grown[number] = chunk;
    bytes += 4L * (length - (smaller == null ? 0 : smaller.length));
    chunks = grown;
    return chunk;
  }
}
