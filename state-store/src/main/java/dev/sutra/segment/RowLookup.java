package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;

import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Finds a single row by its key. Allocates only the value: no cursor, and no keys of the rows
 * before it. Thread-safe.
 */
final class RowLookup {
  private final Section section;
  private final MemorySegment memory;
  private final BlockIndex index;
  private final HashIndex.Reader hashes;
  private final RowValues values;

  RowLookup(Section section, BlockIndex index, HashIndex.Reader hashes, RowValues values) {
    this.section = section;
    this.memory = section.memory();
    this.index = index;
    this.hashes = hashes;
    this.values = values;
  }

  /**
   * The value of a row; {@link RowValues#TOMBSTONE} for a tombstone, null if there is no such row.
   *
   * @param header whether only the {@link RowValues#header} is wanted
   */
  byte @Nullable [] find(byte[] key, long hash, boolean header) {
    long candidate = hashes.probe(hash, 0);
    while (candidate >= 0) {
      byte[] value = findInBlock(HashIndex.Reader.block(candidate), key, header);
      if (value != null) {
        return value;
      }
      candidate = hashes.probe(hash, HashIndex.Reader.nextStep(candidate));
    }
    return null;
  }

  private byte @Nullable [] findInBlock(int block, byte[] key, boolean header) {
    long at = index.offset(block);
    int headsLength = index.headsLength(block);
    section.verify(at, headsLength);
    final long headsEnd = at + headsLength;
    long value = headsEnd;
    // The length of the prefix that the previous row shares with the key; it is below the key after
    // that.
    int common = 0;
    while (at < headsEnd) {
      final long start = at;
      int shared = memory.get(BYTE, at++);
      if (shared < 0) {
        shared = varint(at - 1);
        at += varintBytes(shared) - 1;
      }
      int unshared = memory.get(BYTE, at++);
      if (unshared < 0) {
        unshared = varint(at - 1);
        at += varintBytes(unshared) - 1;
      }
      int valueLength = memory.get(BYTE, at++);
      if (valueLength < 0) {
        valueLength = varint(at - 1);
        at += varintBytes(valueLength) - 1;
      }
      valueLength--;
      if (unshared > headsEnd - at) {
        throw section.corrupt(start, "a row that does not fit its block");
      }
      if (shared < common) {
        return null;
      }
      if (shared == common) {
        int max = Math.min(unshared, key.length - common);
        int same = MappedBytes.common(memory, at, key, common, max);
        common += same;
        if (same == max && common == key.length) {
          return same == unshared ? valueAt(key, value, valueLength, header) : null;
        }
        if (same < max && (memory.get(BYTE, at + same) & 0xff) > (key[common] & 0xff)) {
          return null;
        }
      }
      at += unshared;
      value += Math.max(0, valueLength);
    }
    return null;
  }

  private byte[] valueAt(byte[] key, long offset, int length, boolean header) {
    if (length < 0) {
      return RowValues.TOMBSTONE;
    }
    return header ? values.header(offset, length) : values.value(key, offset, length);
  }

  private int varint(long from) {
    int result = 0;
    long at = from;
    for (int shift = 0; shift < 35; shift += 7) {
      byte b = memory.get(BYTE, at++);
      result |= (b & 0x7f) << shift;
      if (b >= 0 && result >= 0 && varintBytes(result) == at - from) {
        return result;
      }
    }
    throw section.corrupt(from, "a number that is too long");
  }

  private static int varintBytes(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
