package dev.sutra.attribute;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import java.io.IOException;

/** Numbers of a fixed number of bits; the package page gives the layout. */
final class Packed {
  private Packed() {}

  /** The bits that numbers up to this one take. */
  static int bits(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /** The bytes of packed numbers. */
  static long bytes(int count, int bits) {
    return ((long) count * bits + Long.SIZE - 1) / Long.SIZE * Long.BYTES + Long.BYTES;
  }

  /** Reads a number from verified bytes. */
  static int get(Section section, long offset, int bits, int index) {
    long bit = (long) index * bits;
    long word = section.memory().get(Layouts.LONG, offset + (bit >>> 3)) >>> (bit & 7);
    return (int) (word & ((1L << bits) - 1));
  }

  /**
   * Verifies and reads numbers. They are copied first: reading mapped memory bit by bit is slow.
   */
  static int[] read(Section section, long offset, int bits, int from, int to) {
    verify(section, offset, bits, from, to);
    int[] numbers = new int[to - from];
    if (bits == 0 || from == to) {
      return numbers;
    }
    long firstWord = (long) from * bits / Long.SIZE;
    long endWord = ((long) to * bits + Long.SIZE - 1) / Long.SIZE;
    // Zeros follow the numbers, so that there is a word behind each.
    long[] words =
        section
            .memory()
            .asSlice(offset + Long.BYTES * firstWord, Long.BYTES * (endWord - firstWord + 1))
            .toArray(Layouts.LONG);
    long mask = (1L << bits) - 1;
    long bit = (long) from * bits - Long.SIZE * firstWord;
    for (int i = 0; i < numbers.length; i++) {
      int word = (int) (bit >>> 6);
      int shift = (int) bit & 63;
      long value = words[word] >>> shift;
      if (shift + bits > Long.SIZE) {
        value |= words[word + 1] << (Long.SIZE - shift);
      }
      numbers[i] = (int) (value & mask);
      bit += bits;
    }
    return numbers;
  }

  /** Verifies numbers before they are read. */
  static void verify(Section section, long offset, int bits, int from, int to) {
    long first = (long) from * bits / Long.SIZE;
    long end = ((long) to * bits + Long.SIZE - 1) / Long.SIZE + 1;
    section.verify(offset + Long.BYTES * first, Long.BYTES * (end - first));
  }

  /** Writes numbers one by one. */
  static final class Writer {
    private final SectionOutput out;
    private final int bits;
    private long pending;
    private int pendingBits;

    Writer(SectionOutput out, int bits) {
      this.out = out;
      this.bits = bits;
    }

    void add(int value) throws IOException {
      pending |= (long) value << pendingBits;
      pendingBits += bits;
      if (pendingBits >= Long.SIZE) {
        out.writeLong(pending);
        pendingBits -= Long.SIZE;
        pending = pendingBits == 0 ? 0 : (long) value >>> (bits - pendingBits);
      }
    }

    void finish() throws IOException {
      if (pendingBits > 0) {
        out.writeLong(pending);
      }
      out.writeLong(0);
    }
  }
}
