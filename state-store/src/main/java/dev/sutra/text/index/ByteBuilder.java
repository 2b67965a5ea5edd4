package dev.sutra.text.index;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A growing byte array. Not thread-safe. */
final class ByteBuilder {
  private byte[] bytes = new byte[256];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void writeByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void writeVarint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Writes the low bytes of a number, the lowest first. */
  void writeLittleEndian(long value, int count) {
    for (int i = 0; i < count; i++) {
      writeByte((int) (value >>> (Byte.SIZE * i)));
    }
  }

  void writeBytes(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Writes the low {@code bits} of each value, the lowest bit first. */
  void writePacked(int[] values, int count, int bits) {
    room((count * bits + 7) / 8);
    long pending = 0;
    int pendingBits = 0;
    for (int i = 0; i < count; i++) {
      pending |= (long) values[i] << pendingBits;
      pendingBits += bits;
      while (pendingBits >= 8) {
        bytes[size++] = (byte) pending;
        pending >>>= 8;
        pendingBits -= 8;
      }
    }
    if (pendingBits > 0) {
      bytes[size++] = (byte) pending;
    }
  }

  /** Whether the memory contains the same bytes at an offset. */
  boolean isAt(MemorySegment memory, long offset) {
    MemorySegment own = MemorySegment.ofArray(bytes);
    return MemorySegment.mismatch(own, 0, size, memory, offset, offset + size) < 0;
  }

  void writeTo(SectionOutput out) throws IOException {
    out.writeBytes(bytes, 0, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
