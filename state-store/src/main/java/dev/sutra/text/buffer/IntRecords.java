package dev.sutra.text.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing list of records of a few ints, initially 0. One thread writes; concurrent readers see
 * what the writer released, without a lock.
 *
 * <p>The first chunk begins small and is replaced by larger copies. A reader that still has an
 * older one sees the records as of the replacement. A record lies within one chunk.
 */
final class IntRecords {
  private static final int CHUNK_BITS = 9;
  private static final int CHUNK_RECORDS = 1 << CHUNK_BITS;
  private static final int CHUNK_RECORDS_MIN = 1 << 4;
  private static final int CHUNK_MASK = CHUNK_RECORDS - 1;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

  private final int recordInts;
  // Volatile, so that a reader who sees a grown array also sees the chunks in it.
  private volatile int[] @Nullable [] chunks = new int[0][];
  private long bytes;

  IntRecords(int recordInts) {
    this.recordInts = recordInts;
  }

  /** The first field of a record; 0 if it was never written. */
  int get(int record) {
    return get(record, 0);
  }

  int get(int record, int field) {
    int[] chunk = chunkOrNull(record);
    return chunk == null ? 0 : chunk[offset(record) + field];
  }

  int getAcquire(int record, int field) {
    int[] chunk = chunkOrNull(record);
    return chunk == null ? 0 : (int) ELEMENT.getAcquire(chunk, offset(record) + field);
  }

  void set(int record, int value) {
    chunkToWrite(record)[offset(record)] = value;
  }

  /** The array that contains a record, for the writer, from {@link #offset} on. */
  int[] chunkToWrite(int record) {
    int[] chunk = chunkOrNull(record);
    return chunk != null ? chunk : addChunk(record);
  }

  /** The place of a record in its array. */
  int offset(int record) {
    return (record & CHUNK_MASK) * recordInts;
  }

  /** Writes a field after everything that the writer wrote before. */
  static void setRelease(int[] chunk, int at, int value) {
    ELEMENT.setRelease(chunk, at, value);
  }

  /** Heap use, bytes. */
  long bytes() {
    return bytes + 8L * chunks.length;
  }

  private int @Nullable [] chunkOrNull(int record) {
    int[] @Nullable [] all = chunks;
    int number = record >>> CHUNK_BITS;
    int[] chunk = number < all.length ? all[number] : null;
    return chunk != null && offset(record) < chunk.length ? chunk : null;
  }

  private int[] addChunk(int record) {
    int number = record >>> CHUNK_BITS;
    int[] @Nullable [] grown = chunks;
    int[] smaller = number < grown.length ? grown[number] : null;
    if (number >= grown.length) {
      grown = Arrays.copyOf(grown, Math.max(number + 1, 2 * grown.length));
    } else if (smaller != null) {
      // A reader must not find the copy before its contents, which the volatile write releases.
      grown = grown.clone();
    }
    int records = CHUNK_RECORDS;
    if (number == 0) {
      records = Math.clamp(2L * Integer.highestOneBit(record), CHUNK_RECORDS_MIN, CHUNK_RECORDS);
    }
    int length = records * recordInts;
    int[] chunk = smaller == null ? new int[length] : Arrays.copyOf(smaller, length);
    grown[number] = chunk;
    bytes += 4L * (length - (smaller == null ? 0 : smaller.length));
    chunks = grown;
    return chunk;
  }
}
