package dev.sutra.segment;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes the rows section, and collects its index and Bloom filter on the way. Rows come in
 * ascending order of their keys. Not thread-safe.
 */
final class RowsWriter {
  static final int RESTART_INTERVAL = 16;
  private static final int BLOCK_BYTES = 4 * 1024;

  private final SectionOutput out;
  private final BlockIndex.Builder index = new BlockIndex.Builder();
  private final BloomFilter.Builder bloom;
  private byte[] block = new byte[2 * BLOCK_BYTES];
  private int blockLength;
  private int blockRows;
  private int[] restarts = new int[64];
  private byte[] firstKey = new byte[0];
  private byte[] previousKey = new byte[256];
  private int previousKeyLength;
  private int rows;
  private long previousPrefixHash;

  RowsWriter(SectionOutput out, long rowsMax) {
    this.out = out;
    // A half-edge row adds its concept's prefix as well as its own key.
    this.bloom = new BloomFilter.Builder(2 * rowsMax);
  }

  /**
   * Adds a row.
   *
   * @param valueLength -1 for a tombstone
   * @return the row's ordinal
   */
  int add(byte[] key, int keyLength, byte[] value, int valueOffset, int valueLength)
      throws IOException {
    boolean restart = blockRows % RESTART_INTERVAL == 0;
    int shared = restart ? 0 : sharedPrefix(key, keyLength);
    if (restart) {
      addRestart();
    }
    if (blockRows == 0) {
      firstKey = Arrays.copyOf(key, keyLength);
    }
    room(15 + keyLength + Math.max(0, valueLength));
    writeVarint(shared);
    writeVarint(keyLength - shared);
    writeVarint(valueLength + 1);
    System.arraycopy(key, shared, block, blockLength, keyLength - shared);
    blockLength += keyLength - shared;
    if (valueLength > 0) {
      System.arraycopy(value, valueOffset, block, blockLength, valueLength);
      blockLength += valueLength;
    }
    addToBloom(key, keyLength);
    if (previousKey.length < keyLength) {
      previousKey = new byte[2 * keyLength];
    }
    System.arraycopy(key, 0, previousKey, 0, keyLength);
    previousKeyLength = keyLength;
    blockRows++;
    rows++;
    if (blockLength >= BLOCK_BYTES) {
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

  BloomFilter.Builder bloom() {
    return bloom;
  }

  private void endBlock() throws IOException {
    int restartCount = (blockRows + RESTART_INTERVAL - 1) / RESTART_INTERVAL;
    index.add(firstKey, out.position(), rows - blockRows);
    out.writeBytes(block, 0, blockLength);
    for (int i = 0; i < restartCount; i++) {
      out.writeInt(restarts[i]);
    }
    out.writeInt(restartCount);
    blockLength = 0;
    blockRows = 0;
  }

  private void addRestart() {
    int restart = blockRows / RESTART_INTERVAL;
    if (restart == restarts.length) {
      restarts = Arrays.copyOf(restarts, 2 * restart);
    }
    restarts[restart] = blockLength;
  }

  private void addToBloom(byte[] key, int keyLength) {
    bloom.add(XxHash64.hash(key, 0, keyLength));
    int prefix = edgePrefixLength(key, keyLength);
    if (prefix > 0) {
      long hash = XxHash64.hash(key, 0, prefix);
      if (hash != previousPrefixHash) {
        bloom.add(hash);
        previousPrefixHash = hash;
      }
    }
  }

  /** Length of the part of a half-edge's key that names its concept; 0 for other keys. */
  static int edgePrefixLength(byte[] key, int keyLength) {
    boolean edge = key[0] == RowKeys.EDGE_OUT || key[0] == RowKeys.EDGE_IN;
    if (!edge || keyLength < 2) {
      return 0;
    }
    return Math.min(keyLength, 3 + (key[1] & 0xff));
  }

  private int sharedPrefix(byte[] key, int keyLength) {
    int mismatch = Arrays.mismatch(previousKey, 0, previousKeyLength, key, 0, keyLength);
    return mismatch < 0 ? keyLength : mismatch;
  }

  private void room(int bytes) {
    if (blockLength + bytes > block.length) {
      block = Arrays.copyOf(block, Math.max(2 * block.length, blockLength + bytes));
    }
  }

  private void writeVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      block[blockLength++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    block[blockLength++] = (byte) rest;
  }
}
