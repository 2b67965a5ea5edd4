package dev.sutra.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Appends little-endian values to the section being written. Not thread-safe. */
public final class SectionOutput {
  private static final int CHUNK_BYTES = 8 * 1024;

  private final PagedOutput pages;
  private long start;

  SectionOutput(PagedOutput pages) {
    this.pages = pages;
  }

  /** Begins a section at the current position. */
  void begin() {
    start = pages.position();
  }

  /** Bytes written since the section began. */
  public long position() {
    return pages.position() - start;
  }

  public void writeByte(int value) throws IOException {
    pages.room(1).put((byte) value);
  }

  public void writeShort(int value) throws IOException {
    pages.room(2).putShort((short) value);
  }

  public void writeInt(int value) throws IOException {
    pages.room(4).putInt(value);
  }

  public void writeLong(long value) throws IOException {
    pages.room(8).putLong(value);
  }

  public void writeFloat(float value) throws IOException {
    pages.room(4).putFloat(value);
  }

  public void writeFloats(float[] values, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      writeFloat(values[i]);
    }
  }

  /** Writes an unsigned LEB128 number of at most five bytes. */
  public void writeVarint(int value) throws IOException {
    ByteBuffer buffer = pages.room(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  /** Writes an unsigned LEB128 number of at most ten bytes. */
  public void writeVarlong(long value) throws IOException {
    ByteBuffer buffer = pages.room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int chunk = Math.min(CHUNK_BYTES, length - done);
      pages.room(chunk).put(bytes, offset + done, chunk);
      done += chunk;
    }
  }

  public void writeBytes(MemorySegment source, long offset, long length) throws IOException {
    long done = 0;
    while (done < length) {
      int chunk = (int) Math.min(CHUNK_BYTES, length - done);
      pages.room(chunk).put(source.asSlice(offset + done, chunk).asByteBuffer());
      done += chunk;
    }
  }

  /** Writes zeros until the section's length is a multiple of {@code alignment}. */
  public void align(int alignment) throws IOException {
    while (position() % alignment != 0) {
      writeByte(0);
    }
  }
}
