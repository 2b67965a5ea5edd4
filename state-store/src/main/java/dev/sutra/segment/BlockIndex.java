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
 * The offset and the first key of each block of rows. Searched binarily in mapped memory; see the
 * package documentation for the byte layout.
 */
final class BlockIndex {
  /** Rows per block; the last block may have fewer. */
  static final int BLOCK_ROWS = 16;

  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 16;
  private static final int HEADS_LENGTH = 8;
  private static final int KEY_END = 12;

  private final Section section;
  private final MemorySegment memory;
  private final int blocks;
  private final int rows;
  private final long keysAt;

  BlockIndex(Section section) {
    this.section = section;
    this.memory = section.memory();
    section.verify(0, HEADER_BYTES);
    this.blocks = memory.get(INT, 0);
    this.rows = memory.get(INT, 4);
    this.keysAt = entryAt(blocks + 1L);
    if (blocks < 0 || rows < 0 || keysAt > section.length()) {
      throw section.corrupt(0, "an index of " + blocks + " blocks and " + rows + " rows");
    }
    if (blocks != (rows + (long) BLOCK_ROWS - 1) / BLOCK_ROWS) {
      throw section.corrupt(0, rows + " rows in " + blocks + " blocks");
    }
    section.verify(0, section.length());
    if (keysAt + keyEnd(blocks) != section.length()) {
      throw section.corrupt(entryAt(blocks) + KEY_END, "the index's keys do not fill it");
    }
  }

  /** Collects an index. Not thread-safe. */
  static final class Builder {
    private long[] offsets = new long[64];
    private int[] headsLengths = new int[64];
    private int[] keyEnds = new int[64];
    private byte[] keys = new byte[1024];
    private int blocks;
    private int rows;

    /** Adds a block: its first key, its offset, and the length of its heads. */
    void add(byte[] firstKey, int firstKeyLength, long offset, int headsLength) {
      if (blocks + 2 > offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        headsLengths = Arrays.copyOf(headsLengths, 2 * headsLengths.length);
        keyEnds = Arrays.copyOf(keyEnds, 2 * keyEnds.length);
      }
      int keyStart = keyEnds[blocks];
      int keyEnd = Math.addExact(keyStart, firstKeyLength);
      if (keyEnd > keys.length) {
        keys = Arrays.copyOf(keys, (int) Math.min(Integer.MAX_VALUE - 8, 2L * keyEnd));
      }
      System.arraycopy(firstKey, 0, keys, keyStart, firstKeyLength);
      offsets[blocks] = offset;
      headsLengths[blocks] = headsLength;
      blocks++;
      keyEnds[blocks] = keyEnd;
    }

    /** Records the end of the last block and the number of rows. */
    void end(long offset, int rowCount) {
      offsets[blocks] = offset;
      rows = rowCount;
    }

    int blocks() {
      return blocks;
    }

    void writeTo(SectionOutput out) throws IOException {
      out.writeInt(blocks);
      out.writeInt(rows);
      for (int i = 0; i <= blocks; i++) {
        out.writeLong(offsets[i]);
        out.writeInt(i == blocks ? 0 : headsLengths[i]);
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
    return rows;
  }

  /**
   * The offset of a block in the rows section. For the number of blocks, the end of the last block.
   */
  long offset(int block) {
    return memory.get(LONG, entryAt(block));
  }

  /** The length of the heads at the start of a block. */
  int headsLength(int block) {
    return memory.get(INT, entryAt(block) + HEADS_LENGTH);
  }

  /** The number of rows in a block. */
  int rowsOf(int block) {
    return Math.min(BLOCK_ROWS, rows - block * BLOCK_ROWS);
  }

  /** The first key of a block. */
  byte[] firstKey(int block) {
    long start = keysAt + keyEnd(block);
    long end = keysAt + keyEnd(block + 1);
    if (start < keysAt || start > end || end > section.length()) {
      throw section.corrupt(entryAt(block) + KEY_END, "a first key lies outside the index");
    }
    return memory.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The last block whose first key is not above the key; -1 if there is none. */
  int blockOfKey(byte[] key, int keyLength) {
    return blockOfKey(key, keyLength, 0, blocks - 1);
  }

  /**
   * The last block from {@code start} on whose first key is not above the key; {@code start} if
   * there is none. Takes time logarithmic in the distance.
   */
  int blockOfKey(byte[] key, int keyLength, int start) {
    int low = start + 1;
    int high = low;
    for (int step = 1; high < blocks && compareFirstKey(high, key, keyLength) <= 0; step <<= 1) {
      low = high + 1;
      high = step < blocks - high ? high + step : blocks;
    }
    return blockOfKey(key, keyLength, low, high - 1);
  }

  /** The last such block up to {@code last}, given that first − 1 is one. */
  private int blockOfKey(byte[] key, int keyLength, int first, int last) {
    int low = first;
    int high = last;
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

  private static long entryAt(long block) {
    return HEADER_BYTES + ENTRY_BYTES * block;
  }

  private int keyEnd(int block) {
    return memory.get(INT, entryAt(block) + KEY_END);
  }

  private int compareFirstKey(int block, byte[] key, int keyLength) {
    int start = keyEnd(block);
    int end = keyEnd(block + 1);
    if (start < 0 || end < start || end > section.length() - keysAt) {
      throw section.corrupt(entryAt(block) + KEY_END, "a first key lies outside the index");
    }
    return MappedBytes.compare(memory, keysAt + start, end - start, key, keyLength);
  }
}
