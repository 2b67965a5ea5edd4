package dev.sutra.memtable;

import java.util.Arrays;

/**
 * An arena of bytes that are written once and never move. An address is a chunk number and an
 * offset in it, in units of eight bytes; a byte sequence that does not fit an ordinary chunk gets
 * its own.
 *
 * <p>Chunks grow with the arena, so that at most about a third of it is unused, and an arena of a
 * few rows takes little. The largest have 1 MiB minus an array header: they fill G1 regions, and G1
 * does not copy arrays of that size. The largest before them have 256 KiB, because G1 gives an
 * array of 512 KiB a whole region of a small heap.
 *
 * <p>One writer; a reader may use an address that it obtained by an acquire load.
 */
final class ByteArena {
  /** Unit of addresses, bytes: allocations begin at multiples of it. */
  static final int UNIT = 8;

  private static final int CHUNK_BITS = 20;
  private static final int UNIT_BITS = 3;
  private static final int ADDRESS_BITS = CHUNK_BITS - UNIT_BITS;
  private static final int ARRAY_HEADER_BYTES = 16;
  private static final int CHUNK_BYTES_MIN = 1 << 11;
  private static final int CHUNK_BYTES_MIDDLE = 1 << 18;
  private static final int CHUNK_BYTES_MAX = (1 << CHUNK_BITS) - ARRAY_HEADER_BYTES;
  private static final int LARGE_FROM = 1 << 22;
  private static final int CHUNKS_MAX = 1 << (31 - ADDRESS_BITS);

  // Replaced, never shrunk: an older array contains every address that its reader can know.
  private byte[][] chunks = new byte[16][];
  private int chunkCount;
  private int used;
  private int room;
  private long bytes;

  /** Allocates bytes and returns their address, which is not 0. */
  int allocate(int length) {
    int start = (used + UNIT - 1) & -UNIT;
    if (start + length > room || chunkCount == 0) {
      addChunk(length);
      start = chunkCount == 1 ? UNIT : 0;
    }
    used = start + length;
    return (chunkCount - 1) << ADDRESS_BITS | start >>> UNIT_BITS;
  }

  byte[] chunk(int address) {
    return chunks[address >>> ADDRESS_BITS];
  }

  static int offset(int address) {
    return (address & ((1 << ADDRESS_BITS) - 1)) << UNIT_BITS;
  }

  /** Heap use, bytes. */
  long bytes() {
    return bytes;
  }

  private void addChunk(int length) {
    if (chunkCount == CHUNKS_MAX) {
      throw new IllegalStateException("memtable exceeds " + CHUNKS_MAX + " MiB");
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
    }
    // The first unit is unused, so that no address is 0. A byte sequence with its own chunk may
    // exceed the range of offsets: nothing follows it.
    room = Math.max(nextChunkBytes(), length + UNIT);
    chunks[chunkCount++] = new byte[room];
    bytes += room + ARRAY_HEADER_BYTES;
    room = Math.min(room, CHUNK_BYTES_MAX);
  }

  private int nextChunkBytes() {
    return bytes >= LARGE_FROM
        ? CHUNK_BYTES_MAX
        : Math.clamp(Long.highestOneBit(bytes / 2), CHUNK_BYTES_MIN, CHUNK_BYTES_MIDDLE);
  }
}
