package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;

import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A cursor over the rows of a rows section, which decodes one row head at a time from the start of
 * a block. It verifies that keys ascend and are not below a sought key; otherwise a reader that
 * resumes at its last key might never end. Not thread-safe.
 */
final class BlockCursor {
  // The number of bytes that copying keys eight at a time may write beyond a key.
  private static final int KEY_SLACK = 8;
  // Set in the first three bytes of a row if one of its lengths takes more than one byte.
  private static final int LONG_LENGTHS = 0x808080;

  private final Section section;
  private final MemorySegment memory;
  private final BlockIndex index;
  private byte[] key = new byte[128];
  private int keyLength;
  // The key of the row before the first one of a block.
  private byte[] last = new byte[128];
  private int block = -1;
  private long head;
  private long headsEnd;
  private long nextValue;
  private int ordinal = -1;
  private int shared;
  private int unshared;
  private long valueOffset;
  private int valueLength;

  BlockCursor(Section section, BlockIndex index) {
    this.section = section;
    this.memory = section.memory();
    this.index = index;
  }

  /** Moves to the next row; false at the end. */
  boolean next() {
    if (head < headsEnd) {
      readHead();
      return true;
    }
    final int lastLength = keyLength;
    byte[] before = key;
    key = last;
    last = before;
    while (head >= headsEnd) {
      if (block + 1 >= index.blocks()) {
        return false;
      }
      enter(block + 1);
    }
    readHead();
    checkNotBelow(last, lastLength, 1);
    return true;
  }

  /** Checks that comparing the current key with another one yields {@code least} or more. */
  private void checkNotBelow(byte[] other, int otherLength, int least) {
    if (Arrays.compareUnsigned(key, 0, keyLength, other, 0, otherLength) < least) {
      throw section.corrupt(index.offset(block), "a block out of order");
    }
  }

  /** Moves to the first row whose key is not below the given one; false if there is none. */
  boolean seek(byte[] target, int targetLength) {
    return seekFrom(index.blockOfKey(target, targetLength), target, targetLength);
  }

  /**
   * The same if all rows before a block are known to be below the target. Takes time logarithmic in
   * the distance of the target.
   */
  boolean seekBehind(int start, byte[] target, int targetLength) {
    return seekFrom(index.blockOfKey(target, targetLength, start), target, targetLength);
  }

  private boolean seekFrom(int start, byte[] target, int targetLength) {
    if (start < 0) {
      enterFirst();
    } else if (seekInBlock(start, target, targetLength)) {
      return true;
    }
    if (!next()) {
      return false;
    }
    checkNotBelow(target, targetLength, 0);
    return true;
  }

  /**
   * Moves to a block's first row whose key is not below the given one. If there is none, returns
   * false, and the cursor is at the block's end.
   *
   * <p>Rows before it are compared where they are: only the key of the row that is found is copied.
   */
  boolean seekInBlock(int target, byte[] targetKey, int targetLength) {
    enter(target);
    // The length of the prefix that the previous row shares with the target; it is below the target
    // after that.
    int common = 0;
    // The byte of the previous row after that prefix; -1: it ends there.
    int below = -1;
    while (head < headsEnd) {
      final long start = head;
      readLengths();
      if (shared <= common) {
        int first = memory.get(BYTE, head) & 0xff;
        if (first <= (shared < common ? targetKey[shared] & 0xff : below)) {
          throw section.corrupt(start, "a row out of order");
        }
        if (shared < common) {
          return foundAfter(targetKey);
        }
        int max = Math.min(unshared, targetLength - common);
        int same = MappedBytes.common(memory, head, targetKey, common, max);
        common += same;
        below = same == unshared ? -1 : memory.get(BYTE, head + same) & 0xff;
        if (common == targetLength || below > (targetKey[common] & 0xff)) {
          return foundAfter(targetKey);
        }
      }
      keyLength = shared + unshared;
      head += unshared;
    }
    // The last key was not copied.
    keyLength = 0;
    return false;
  }

  /** Ends a search at the current row, which shares its prefix with the target too. */
  private boolean foundAfter(byte[] targetKey) {
    ensureRoom();
    System.arraycopy(targetKey, 0, key, 0, shared);
    takeKey();
    return true;
  }

  /** Moves to the row of this ordinal. */
  void seekOrdinal(int target) {
    if (target < 0 || target >= index.rows()) {
      throw section.corrupt(0, "no row " + target + " among " + index.rows());
    }
    enter(target / BlockIndex.BLOCK_ROWS);
    while (ordinal < target) {
      if (head >= headsEnd) {
        throw section.corrupt(head, "row " + target + " is missing");
      }
      readHead();
    }
  }

  /** Whether the current row has this key. */
  boolean isAt(byte[] target, int targetLength) {
    return Arrays.equals(key, 0, keyLength, target, 0, targetLength);
  }

  /** Whether the current row's key has this prefix. */
  boolean startsWith(byte[] prefix, int prefixLength) {
    return keyLength >= prefixLength
        && Arrays.equals(key, 0, prefixLength, prefix, 0, prefixLength);
  }

  int block() {
    return block;
  }

  /** Whether the current row is the first one of its block. */
  boolean isAtBlockStart() {
    return ordinal == block * BlockIndex.BLOCK_ROWS;
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

  private void enterFirst() {
    block = -1;
    head = 0;
    headsEnd = 0;
    keyLength = 0;
  }

  private void enter(int target) {
    long start = index.offset(target);
    int length = index.headsLength(target);
    section.verify(start, length);
    block = target;
    head = start;
    headsEnd = start + length;
    nextValue = headsEnd;
    ordinal = target * BlockIndex.BLOCK_ROWS - 1;
    keyLength = 0;
  }

  private void readHead() {
    final long start = head;
    readLengths();
    // After the shared prefix, the key must have a greater byte than the previous key.
    if ((memory.get(BYTE, head) & 0xff) <= (key[shared] & 0xff) && shared < keyLength) {
      throw section.corrupt(start, "a row out of order");
    }
    ensureRoom();
    takeKey();
  }

  /** Reads the lengths of the next row; its key is still that of the row before. */
  private void readLengths() {
    final long start = head;
    // Mostly one byte each. With the first byte of the key they are four, which each row has.
    int lengths = start <= headsEnd - Integer.BYTES ? memory.get(INT, start) : -1;
    if ((lengths & LONG_LENGTHS) == 0) {
      shared = lengths & 0x7f;
      unshared = lengths >>> 8 & 0x7f;
      valueLength = (lengths >>> 16 & 0x7f) - 1;
      head = start + 3;
    } else {
      shared = readVarint();
      unshared = readVarint();
      valueLength = readVarint() - 1;
    }
    if (shared < 0
        || unshared <= 0
        || shared > keyLength
        || valueLength < -1
        || head + unshared > headsEnd) {
      throw section.corrupt(start, "a row that does not fit its block");
    }
    valueOffset = nextValue;
    nextValue += Math.max(0, valueLength);
    ordinal++;
  }

  /** Makes room for the key of the current row. */
  private void ensureRoom() {
    int length = shared + unshared + KEY_SLACK;
    if (length > key.length) {
      key = Arrays.copyOf(key, Math.max(2 * key.length, length));
    }
  }

  /** Copies what the current row does not share, and moves behind its head. */
  private void takeKey() {
    keyLength = shared + unshared;
    MappedBytes.copy(memory, head, key, shared, unshared);
    head += unshared;
  }

  private int readVarint() {
    byte first = memory.get(BYTE, head++);
    return first >= 0 ? first : readLongVarint(first);
  }

  private int readLongVarint(byte first) {
    int result = first & 0x7f;
    for (int shift = 7; shift < 35; shift += 7) {
      byte b = memory.get(BYTE, head++);
      result |= (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
    throw section.corrupt(head, "a number of more than five bytes");
  }
}
