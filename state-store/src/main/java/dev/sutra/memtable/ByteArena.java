package dev.sutra.memtable;

import java.util.Arrays;

/**
 * Bytes that are written once and never move. An address is a chunk's number and an offset in it; a
 * run of bytes that does not fit an ordinary chunk gets one of its own.
 *
 * <p>One writer; a reader may read an address that it learned through an ordered read.
 */
final class ByteArena {
  private static final int CHUNK_BITS = 18;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
  private static final int CHUNKS_MAX = 1 << (32 - CHUNK_BITS);

  // Replaced, never shrunk: a reader with an older array finds every address that it can know.
  private byte[][] chunks = new byte[16][];
  private int chunkCount;
  private int used = CHUNK_BYTES;
  private long bytes;

  /** Reserves room and returns its address. */
  int allocate(int length) {
    if (length > CHUNK_BYTES) {
      int address = addChunk(length);
      used = CHUNK_BYTES;
      return address;
    }
    if (used + length > CHUNK_BYTES) {
      addChunk(CHUNK_BYTES);
      used = 0;
    }
    int address = ((chunkCount - 1) << CHUNK_BITS) + used;
    used += length;
    return address;
  }

  byte[] chunk(int address) {
    return chunks[address >>> CHUNK_BITS];
  }

  static int offset(int address) {
    return address & (CHUNK_BYTES - 1);
  }

  long bytes() {
    return bytes;
  }

  private int addChunk(int length) {
    if (chunkCount == CHUNKS_MAX) {
      throw new IllegalStateException("a memtable of more than 4 GiB");
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
    }
    chunks[chunkCount] = new byte[length];
    bytes += length;
    return chunkCount++ << CHUNK_BITS;
  }
}
