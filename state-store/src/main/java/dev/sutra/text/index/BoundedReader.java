package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;

/** Reads values from a verified range of a section, never beyond its end. Not thread-safe. */
final class BoundedReader {
  // The bit that is clear in the last byte of a varint, of eight bytes.
  private static final long CONTINUED = 0x8080808080808080L;

  private final Section section;
  private final MemorySegment memory;
  private long at;
  private long limit;

  BoundedReader(Section section) {
    this.section = section;
    this.memory = section.memory();
  }

  /** Verifies a range and moves to its start. */
  void range(long from, long to) {
    if (from > to) {
      throw section.corrupt(from, "a range ends before it begins");
    }
    section.verify(from, to - from);
    at = from;
    limit = to;
  }

  /** Moves to a range that is already verified. */
  void moveTo(long from, long to) {
    at = from;
    limit = to;
  }

  long at() {
    return at;
  }

  long rest() {
    return limit - at;
  }

  int readByte() {
    if (at >= limit) {
      throw section.corrupt(at, "a value exceeds its block");
    }
    return memory.get(Layouts.BYTE, at++) & 0xff;
  }

  void readBytes(byte[] target, int offset, int length) {
    if (length > limit - at) {
      throw section.corrupt(at, "a term exceeds its block");
    }
    MemorySegment.copy(memory, Layouts.BYTE, at, target, offset, length);
    at += length;
  }

  void skip(int bytes) {
    if (bytes > limit - at) {
      throw section.corrupt(at, "a term exceeds its block");
    }
    at += bytes;
  }

  /** Skips varints without decoding them, eight bytes at a time. */
  void skipVarints(int count) {
    int rest = count;
    while (rest > 0) {
      if (at >= limit) {
        throw section.corrupt(at, "a value exceeds its block");
      }
      // Reads up to 7 bytes after the range; at least the footer of the section follows it.
      long ends = ~memory.get(Layouts.LONG, at) & CONTINUED;
      int found = Long.bitCount(ends);
      if (found < rest) {
        at += Long.BYTES;
        rest -= found;
      } else {
        for (; rest > 1; rest--) {
          ends &= ends - 1;
        }
        at += (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
        rest = 0;
      }
    }
    if (at > limit) {
      throw section.corrupt(at, "a value exceeds its block");
    }
  }

  /** A varint from 0 to the largest int. */
  int readVarint() {
    if (at < limit) {
      byte only = memory.get(Layouts.BYTE, at);
      if (only >= 0) {
        at++;
        return only;
      }
    }
    long value = readVarlong();
    if (value > Integer.MAX_VALUE) {
      throw section.corrupt(at, "a number is too large");
    }
    return (int) value;
  }

  /** A varint from 0 to the largest long. */
  long readVarlong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      int read = readByte();
      value |= (long) (read & 0x7f) << shift;
      if (read < 0x80) {
        return value;
      }
    }
    throw section.corrupt(at, "a number is not terminated");
  }
}
