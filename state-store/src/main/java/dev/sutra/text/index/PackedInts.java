package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import java.lang.foreign.MemorySegment;

/**
 * Reads bit-packed numbers, lowest bits first. Eight numbers occupy as many bytes as each has bits;
 * eight numbers of up to 8 bits, or four of up to 16, are therefore decoded from one aligned 64-bit
 * read.
 *
 * <p>Up to 8 bytes after the numbers are read; at least the footer of the section follows them.
 */
final class PackedInts {
  private static final int GROUP = 8;

  private PackedInts() {}

  /** Reads numbers and adds 1 to each. */
  static void unpack(MemorySegment memory, long offset, int bits, int count, int[] target) {
    long mask = (1L << bits) - 1;
    int i = 0;
    if (bits <= Byte.SIZE) {
      for (; i + GROUP <= count; i += GROUP) {
        long word = memory.get(Layouts.LONG, offset + (long) (i >>> 3) * bits);
        for (int j = 0; j < GROUP; j++) {
          target[i + j] = (int) (word & mask) + 1;
          word >>>= bits;
        }
      }
    }
    for (; i < count; i++) {
      target[i] = (int) (at(memory, offset, i * bits) & mask) + 1;
    }
  }

  /**
   * Reads numbers, adds 1 to each, and stores their prefix sums, truncated to ints. The caller must
   * check the last sum, which is returned in full.
   *
   * @param start initial value of the sums
   */
  static long sum(MemorySegment memory, long offset, int bits, int count, int start, int[] target) {
    long mask = (1L << bits) - 1;
    long sum = start;
    int i = 0;
    if (bits <= Byte.SIZE) {
      for (; i + GROUP <= count; i += GROUP) {
        long word = memory.get(Layouts.LONG, offset + (long) (i >>> 3) * bits);
        for (int j = 0; j < GROUP; j++) {
          sum += (word & mask) + 1;
          target[i + j] = (int) sum;
          word >>>= bits;
        }
      }
    } else if (bits <= Short.SIZE) {
      for (; i + GROUP / 2 <= count; i += GROUP / 2) {
        long word = at(memory, offset, i * bits);
        for (int j = 0; j < GROUP / 2; j++) {
          sum += (word & mask) + 1;
          target[i + j] = (int) sum;
          word >>>= bits;
        }
      }
    }
    for (; i < count; i++) {
      sum += (at(memory, offset, i * bits) & mask) + 1;
      target[i] = (int) sum;
    }
    return sum;
  }

  private static long at(MemorySegment memory, long offset, int bit) {
    return memory.get(Layouts.LONG, offset + (bit >>> 3)) >>> (bit & 7);
  }
}
