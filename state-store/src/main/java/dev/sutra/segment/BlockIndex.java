package dev.sutra.segment;

import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Where each block of rows begins: its first key, its offset, its first row's ordinal. Binary
 * searched in mapped memory; see the package page for the bytes.
 */
final class BlockIndex {
  private static final int HEADER_BYTES = 8;

  private final Section section;
  private final MemorySegment memory;
  private final int blocks;
  private final long ordinalsAt;
  private final long keyEndsAt;
  private final long keysAt;

  BlockIndex(Section section) {
    this.section = section;
    this.memory = section.memory();
    section.verify(0, HEADER_BYTES);
    this.blocks = memory.get(INT, 0);
    this.ordinalsAt = HEADER_BYTES + 8L * (blocks + 1L);
    this.keyEndsAt = ordinalsAt + 4L * (blocks + 1L);
    this.keysAt = keyEndsAt + 4L * (blocks + 1L);
    if (blocks < 0 || keysAt > section.length()) {
      throw section.corrupt(0, "an index of " + blocks + " blocks");
    }
    section.verify(0, section.length());
    if (keysAt + keyEnd(blocks) != section.length()) {
      throw section.corrupt(keyEndsAt, "the index's keys do not fill it");
    }
  }

  /** Collects an index. Not thread-safe. */
  static final class Builder {
    private long[] offsets = new long[64];
    private int[] ordinals = new int[64];
    private int[] keyEnds = new int[64];
    private byte[] keys = new byte[1024];
    private int blocks;

    void add(byte[] firstKey, long offset, int firstOrdinal) {
      if (blocks + 2 > offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        ordinals = Arrays.copyOf(ordinals, 2 * ordinals.length);
        keyEnds = Arrays.copyOf(keyEnds, 2 * keyEnds.length);
      }
      int keyStart = keyEnds[blocks];
      if (keyStart + firstKey.length > keys.length) {
        keys = Arrays.copyOf(keys, Math.max(2 * keys.length, keyStart + firstKey.length));
      }
      System.arraycopy(firstKey, 0, keys, keyStart, firstKey.length);
      offsets[blocks] = offset;
      ordinals[blocks] = firstOrdinal;
      blocks++;
      keyEnds[blocks] = keyStart + firstKey.length;
    }

    /** Notes the end of the last block and the number of rows. */
    void end(long offset, int rows) {
      offsets[blocks] = offset;
      ordinals[blocks] = rows;
    }

    void writeTo(SectionOutput out) throws IOException {
      out.writeInt(blocks);
      out.writeInt(0);
      for (int i = 0; i <= blocks; i++) {
        out.writeLong(offsets[i]);
      }
      for (int i = 0; i <= blocks; i++) {
        out.writeInt(ordinals[i]);
      }
      for (int i = 0; i <= blocks; i++) {
        out.writeInt(keyEnds[i]);
      }
      out.writeBytes(keys, 0, keyEnds[blocks]);
    }
  }

  int blocks() {
    return blocks;
  }

  /** Number of rows in all blocks. */
  int rows() {
    return firstOrdinal(blocks);
  }

  long offset(int block) {
    return memory.get(LONG, HEADER_BYTES + 8L * block);
  }

  int firstOrdinal(int block) {
    return memory.get(INT, ordinalsAt + 4L * block);
  }

  /** The first key of a block. */
  byte[] firstKey(int block) {
    long start = keysAt + keyEnd(block);
    long end = keysAt + keyEnd(block + 1);
    if (start < keysAt || start > end || end > section.length()) {
      throw section.corrupt(keyEndsAt + 4L * block, "a first key lies outside the index");
    }
    return memory.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The last block whose first key is not above the key; -1 if all are. */
  int blockOfKey(byte[] key, int keyLength) {
    int low = 0;
    int high = blocks - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compareFirstKey(middle, key, keyLength) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The block that holds the row of this ordinal. */
  int blockOfOrdinal(int ordinal) {
    int low = 0;
    int high = blocks - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (firstOrdinal(middle) <= ordinal) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    if (high < 0 || ordinal >= rows()) {
      throw section.corrupt(ordinalsAt, "no row " + ordinal + " among " + rows());
    }
    return high;
  }

  private int keyEnd(int block) {
    return memory.get(INT, keyEndsAt + 4L * block);
  }

  private int compareFirstKey(int block, byte[] key, int keyLength) {
    long start = keysAt + keyEnd(block);
    long length = keysAt + keyEnd(block + 1) - start;
    return compare(memory, start, length, key, keyLength);
  }

  /** Compares bytes in memory with a key, as unsigned bytes. */
  static int compare(MemorySegment memory, long start, long length, byte[] key, int keyLength) {
    int common = (int) Math.min(length, keyLength);
    for (int i = 0; i < common; i++) {
      int order = (memory.get(ValueLayout.JAVA_BYTE, start + i) & 0xff) - (key[i] & 0xff);
      if (order != 0) {
        return order;
      }
    }
    return Long.compare(length, keyLength);
  }
}
