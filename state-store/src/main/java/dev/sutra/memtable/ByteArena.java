package dev.sutra.memtable;

import java.util.Arrays;

/**
 * Bytes that are written once and never move. An address is a chunk's number and an offset in it,
 * in units of eight bytes; a run of bytes that does not fit an ordinary chunk gets one of its own.
 *
 * <p>Chunks double in size up to a MiB less an array's header: that fills regions of G1, which does
 * not copy arrays of that size.
 *
 * <p>One writer; a reader may read an address that it learned through an ordered read.
 */
final class ByteArena {
  /** Bytes that an address counts in: what is reserved begins at a multiple. */
  static final int UNIT = 8;

  private static final int CHUNK_BITS = 20;
  private static final int UNIT_BITS = 3;
  private static final int ADDRESS_BITS = CHUNK_BITS - UNIT_BITS;
  private static final int CHUNK_BYTES_MIN = 1 << 14;
  private static final int CHUNK_BYTES_MAX = (1 << CHUNK_BITS) - 16;
  private static final int CHUNKS_MAX = 1 << (31 - ADDRESS_BITS);

  // Replaced, never shrunk: a reader with an older array finds every address that it can know.
  private byte[][] chunks = new byte[16][];
  private int chunkCount;
  private int used;
  private int room;
  private long bytes;

  /** Reserves room and returns its address, which is not 0. */
  int allocate(int length) {
    int start = (used + UNIT - 1) & -UNIT;
    if (start + length > room || chunkCount == 0) {
      addChunk(length);
      start = chunkCount == 1 ? UNIT : 0;
    }
    bytes += length;
    used = start + length;
    return (chunkCount - 1) << ADDRESS_BITS | start >>> UNIT_BITS;
  }

  byte[] chunk(int address) {
    return chunks[address >>> ADDRESS_BITS];
  }

  static int offset(int address) {
    return (address & ((1 << ADDRESS_BITS) - 1)) << UNIT_BITS;
  }

  /** Bytes reserved so far. */
  long bytes() {
    return bytes;
  }

  private void addChunk(int length) {
    if (chunkCount == CHUNKS_MAX) {
      throw new IllegalStateException("a memtable of more than " + CHUNKS_MAX + " MiB");
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
    }
    int ordinary = chunkCount > 5 ? CHUNK_BYTES_MAX : CHUNK_BYTES_MIN << chunkCount;
    // The first unit is left out, so that no address is 0. What has a chunk of its own may be
    // longer than offsets reach: nothing begins behind it.
    room = Math.max(ordinary, length + UNIT);
    chunks[chunkCount++] = new byte[room];
    room = Math.min(room, CHUNK_BYTES_MAX);
  }
}
