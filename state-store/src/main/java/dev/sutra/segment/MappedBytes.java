package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Compares and copies the bytes of keys, eight at a time. Keys are too short for the JDK's methods,
 * which have a high fixed cost.
 */
final class MappedBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private MappedBytes() {}

  /** The number of equal bytes from {@code at} and {@code keyAt} on, at most {@code max}. */
  static int common(MemorySegment memory, long at, byte[] key, int keyAt, int max) {
    int i = 0;
    for (; i <= max - Long.BYTES; i += Long.BYTES) {
      long difference = memory.get(LONG, at + i) ^ (long) LONGS.get(key, keyAt + i);
      if (difference != 0) {
        return i + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
    }
    while (i < max && memory.get(BYTE, at + i) == key[keyAt + i]) {
      i++;
    }
    return i;
  }

  /** Compares bytes in memory with a key, as unsigned bytes. */
  static int compare(MemorySegment memory, long at, int length, byte[] key, int keyLength) {
    int max = Math.min(length, keyLength);
    int common = common(memory, at, key, 0, max);
    return common == max
        ? length - keyLength
        : (memory.get(BYTE, at + common) & 0xff) - (key[common] & 0xff);
  }

  /** Copies a few bytes. May overwrite up to seven bytes of the target after them. */
  static void copy(MemorySegment memory, long at, byte[] target, int targetAt, int length) {
    int written = (length + Long.BYTES - 1) & -Long.BYTES;
    if (at > memory.byteSize() - written || targetAt > target.length - written) {
      MemorySegment.copy(memory, BYTE, at, target, targetAt, length);
      return;
    }
    for (int i = 0; i < length; i += Long.BYTES) {
      LONGS.set(target, targetAt + i, memory.get(LONG, at + i));
    }
  }
}
