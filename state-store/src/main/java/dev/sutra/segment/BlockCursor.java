package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;

import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Walks over the rows of a rows section: decodes one row at a time, from any block's start, restart
 * point or key. Not thread-safe; a reader makes its own.
 */
final class BlockCursor {
  private final Section section;
  private final MemorySegment memory;
  private final BlockIndex index;
  private byte[] key = new byte[64];
  private int keyLength;
  private int block = -1;
  private long blockStart;
  private long rowsEnd;
  private int restarts;
  private long next;
  private int ordinal;
  private long valueOffset;
  private int valueLength;

  BlockCursor(Section section, BlockIndex index) {
    this.section = section;
    this.memory = section.memory();
    this.index = index;
  }

  /** Moves to before the first row. */
  void rewind() {
    block = -1;
    next = 0;
    rowsEnd = 0;
    ordinal = -1;
  }

  /** Moves to the next row; false at the end. */
  boolean next() {
    while (next >= rowsEnd) {
      if (block + 1 >= index.blocks()) {
        return false;
      }
      enter(block + 1);
    }
    decode();
    return true;
  }

  /** Moves to the first row whose key is not below the given one; false if there is none. */
  boolean seek(byte[] target, int targetLength) {
    int found = index.blockOfKey(target, targetLength);
    if (found < 0) {
      rewind();
      return next();
    }
    enter(found);
    goToRestart(restartOfKey(target, targetLength));
    while (next()) {
      if (Arrays.compareUnsigned(key, 0, keyLength, target, 0, targetLength) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Moves to the row of this key; false if there is none. */
  boolean find(byte[] target, int targetLength) {
    return seek(target, targetLength) && Arrays.equals(key, 0, keyLength, target, 0, targetLength);
  }

  /** Moves to the row of this ordinal. */
  void seekOrdinal(int target) {
    int found = index.blockOfOrdinal(target);
    enter(found);
    int inBlock = target - index.firstOrdinal(found);
    goToRestart(inBlock / RowsWriter.RESTART_INTERVAL);
    do {
      if (!next()) {
        throw section.corrupt(blockStart, "row " + target + " is missing");
      }
    } while (ordinal < target);
  }

  byte[] keyBuffer() {
    return key;
  }

  int keyLength() {
    return keyLength;
  }

  int ordinal() {
    return ordinal;
  }

  boolean isTombstone() {
    return valueLength < 0;
  }

  long valueOffset() {
    return valueOffset;
  }

  /** Length of the value; -1 for a tombstone. */
  int valueLength() {
    return valueLength;
  }

  private void enter(int target) {
    if (target != block) {
      block = target;
      blockStart = index.offset(target);
      long end = index.offset(target + 1);
      section.verify(blockStart, end - blockStart);
      restarts = memory.get(INT, end - 4);
      rowsEnd = end - 4 - 4L * restarts;
      if (restarts <= 0 || rowsEnd <= blockStart) {
        throw section.corrupt(end - 4, "a block of " + restarts + " restart points");
      }
    }
    next = blockStart;
    ordinal = index.firstOrdinal(target) - 1;
  }

  private void goToRestart(int restart) {
    if (restart >= restarts) {
      throw section.corrupt(rowsEnd, "no restart point " + restart);
    }
    next = restartOffset(restart);
    ordinal = index.firstOrdinal(block) + restart * RowsWriter.RESTART_INTERVAL - 1;
  }

  private long restartOffset(int restart) {
    return blockStart + memory.get(INT, rowsEnd + 4L * restart);
  }

  /** The last restart point whose key is not above the target. */
  private int restartOfKey(byte[] target, int targetLength) {
    int low = 1;
    int high = restarts - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      next = restartOffset(middle);
      decode();
      if (Arrays.compareUnsigned(key, 0, keyLength, target, 0, targetLength) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private void decode() {
    final long start = next;
    if (start < blockStart || start >= rowsEnd) {
      throw section.corrupt(start, "a row outside its block");
    }
    int shared = readVarint();
    int unshared = readVarint();
    valueLength = readVarint() - 1;
    long end = next + unshared + Math.max(0, valueLength);
    if (shared < 0 || unshared < 0 || shared > keyLength || valueLength < -1 || end > rowsEnd) {
      throw section.corrupt(start, "a row that does not fit its block");
    }
    keyLength = shared + unshared;
    if (keyLength > key.length) {
      key = Arrays.copyOf(key, Math.max(2 * key.length, keyLength));
    }
    MemorySegment.copy(memory, BYTE, next, key, shared, unshared);
    valueOffset = next + unshared;
    next = end;
    ordinal++;
  }

  private int readVarint() {
    int result = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte b = memory.get(BYTE, next++);
      result |= (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
    throw section.corrupt(next, "a number of more than five bytes");
  }
}
