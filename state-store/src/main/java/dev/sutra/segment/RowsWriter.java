package dev.sutra.segment;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes the rows section and builds its indexes. Rows must be added in ascending order of their
 * keys. Not thread-safe.
 */
final class RowsWriter {
  private final SectionOutput out;
  private final BlockIndex.Builder index = new BlockIndex.Builder();
  private final HashIndex.Builder hashes;
  // The rows of a block: their heads, then their values.
  private byte[] heads = new byte[1024];
  private int headsLength;
  private byte[] values = new byte[8 * 1024];
  private int valuesLength;
  private int blockRows;
  private byte[] firstKey = new byte[256];
  private int firstKeyLength;
  private byte[] previousKey = new byte[256];
  private int previousKeyLength;
  private int rows;

  RowsWriter(SectionOutput out, long rowsMax) {
    this.out = out;
    this.hashes = new HashIndex.Builder(rowsMax);
  }

  /**
   * Adds a row.
   *
   * @param valueLength -1 for a tombstone
   * @return the row's ordinal
   */
  int add(byte[] key, int keyLength, byte[] value, int valueOffset, int valueLength)
      throws IOException {
    int common = sharedPrefix(key, keyLength);
    int shared = blockRows == 0 ? 0 : common;
    if (blockRows == 0) {
      firstKey = copied(key, keyLength, firstKey);
      firstKeyLength = keyLength;
    }
    addHead(key, keyLength, shared, valueLength);
    if (valueLength > 0) {
      addValue(value, valueOffset, valueLength);
    }
    addHashes(key, keyLength, common);
    previousKey = copied(key, keyLength, previousKey);
    previousKeyLength = keyLength;
    blockRows++;
    rows++;
    if (blockRows == BlockIndex.BLOCK_ROWS) {
      endBlock();
    }
    return rows - 1;
  }

  /** Writes the last block. */
  void finish() throws IOException {
    if (blockRows > 0) {
      endBlock();
    }
    index.end(out.position(), rows);
  }

  BlockIndex.Builder index() {
    return index;
  }

  HashIndex.Builder hashes() {
    return hashes;
  }

  private void endBlock() throws IOException {
    index.add(firstKey, firstKeyLength, out.position(), headsLength);
    out.writeBytes(heads, 0, headsLength);
    out.writeBytes(values, 0, valuesLength);
    headsLength = 0;
    valuesLength = 0;
    blockRows = 0;
  }

  private void addHead(byte[] key, int keyLength, int shared, int valueLength) {
    int needed = Math.addExact(headsLength, 15 + keyLength);
    if (needed > heads.length) {
      heads = Arrays.copyOf(heads, Math.max(2 * heads.length, needed));
    }
    writeVarint(shared);
    writeVarint(keyLength - shared);
    writeVarint(valueLength + 1);
    System.arraycopy(key, shared, heads, headsLength, keyLength - shared);
    headsLength += keyLength - shared;
  }

  private void addValue(byte[] value, int valueOffset, int valueLength) {
    int needed = Math.addExact(valuesLength, valueLength);
    if (needed > values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2L * needed));
    }
    System.arraycopy(value, valueOffset, values, valuesLength, valueLength);
    valuesLength = needed;
  }

  /** The first half-edge of a concept also adds the prefix that names the concept. */
  private void addHashes(byte[] key, int keyLength, int common) {
    int block = index.blocks();
    hashes.add(XxHash64.hash(key, 0, keyLength), block);
    int prefix = RowKeys.edgesLength(key, keyLength);
    if (prefix > 0 && (rows == 0 || common < prefix)) {
      hashes.add(XxHash64.hash(key, 0, prefix), block);
    }
  }

  private int sharedPrefix(byte[] key, int keyLength) {
    int mismatch = Arrays.mismatch(previousKey, 0, previousKeyLength, key, 0, keyLength);
    return mismatch < 0 ? keyLength : mismatch;
  }

  private static byte[] copied(byte[] key, int keyLength, byte[] target) {
    byte[] room = target.length < keyLength ? new byte[2 * keyLength] : target;
    System.arraycopy(key, 0, room, 0, keyLength);
    return room;
  }

  private void writeVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      heads[headsLength++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    heads[headsLength++] = (byte) rest;
  }
}
