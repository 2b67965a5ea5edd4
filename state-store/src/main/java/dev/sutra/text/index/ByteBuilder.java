package dev.sutra.text.index;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing byte array. Not thread-safe. */
final class ByteBuilder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (value >>> (Byte.SIZE * i));
    }
  }

  void writeBytes(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Writes the low {@code bits} of each value, the lowest bit first; at most 31 bits. */
  void writePacked(int[] values, int count, int bits) {
    int end = size + (count * bits + 7) / 8;
    room(end - size + Integer.BYTES);
    long pending = 0;
    int pendingBits = 0;
    for (int i = 0; i < count; i++) {
      pending |= (long) values[i] << pendingBits;
      pendingBits += bits;
      if (pendingBits >= Integer.SIZE) {
        INT.set(bytes, size, (int) pending);
        size += Integer.BYTES;
        pending >>>= Integer.SIZE;
        pendingBits -= Integer.SIZE;
      }
    }
    // Bytes beyond the end are overwritten by what follows.
    INT.set(bytes, size, (int) pending);
    size = end;
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
