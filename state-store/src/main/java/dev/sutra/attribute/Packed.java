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

  /** Verifies numbers before they are read. */
  static void verify(Section section, long offset, int bits, int from, int to) {
    long first = offset + (long) from * bits / Byte.SIZE;
    long last = offset + (long) to * bits / Byte.SIZE + Long.BYTES;
    section.verify(first, last - first);
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
