package dev.sutra.text.buffer;

import java.util.Arrays;

/**
 * Growing byte streams in shared chunks, stored as linked slices of increasing size.
 *
 * <p>One thread writes. Written bytes never change, and each slice reserves space for its link. A
 * reader that learned of the content through a release by the writer therefore reads without a lock
 * while the stream grows.
 */
final class SlicePool {
  static final int CHUNK_BITS = 15;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
  private static final int CHUNK_BYTES_MIN = 1 << 11;
  static final int CHUNK_MASK = CHUNK_BYTES - 1;
  static final int LINK_BYTES = 4;

  private static final int[] SLICE_BYTES = {12, 24, 48, 96, 192, 384, 768, 1536};

  // Volatile, so that a reader who sees a grown array also sees the chunks in it.
  private volatile byte[][] chunks = new byte[0][];
  private int chunkCount;
  private int used;
  // Of the last chunk.
  private int room;
  private long bytes;

  /** Size of a slice at this index of a stream, including its link. */
  static int sliceBytes(int level) {
    return SLICE_BYTES[Math.min(level, SLICE_BYTES.length - 1)];
  }

  /** Allocates bytes within one chunk; returns their address. */
  int allocate(int bytes) {
    if (used + bytes > room) {
      addChunk();
    }
    int address = ((chunkCount - 1) << CHUNK_BITS) + used;
    used += bytes;
    return address;
  }

  /** The chunks, with everything released to the caller. */
  byte[][] chunks() {
    return chunks;
  }

  byte[] chunkOf(int address) {
    return chunks[address >>> CHUNK_BITS];
  }

  void writeLink(int address, int target) {
    byte[] chunk = chunkOf(address);
    int at = address & CHUNK_MASK;
    chunk[at] = (byte) target;
    chunk[at + 1] = (byte) (target >>> 8);
    chunk[at + 2] = (byte) (target >>> 16);
    chunk[at + 3] = (byte) (target >>> 24);
  }

  static int readLink(byte[][] chunks, int address) {
    byte[] chunk = chunks[address >>> CHUNK_BITS];
    int at = address & CHUNK_MASK;
    return (chunk[at] & 0xff)
        | (chunk[at + 1] & 0xff) << 8
        | (chunk[at + 2] & 0xff) << 16
        | chunk[at + 3] << 24;
  }

  /** Heap use, bytes. */
  long bytes() {
    return bytes + 8L * chunks.length;
  }

  private void addChunk() {
    if (chunkCount == 1 << (Integer.SIZE - 1 - CHUNK_BITS)) {
      throw new IllegalStateException("a text buffer is limited to 2 GiB");
    }
    byte[][] grown =
        chunkCount < chunks.length ? chunks : Arrays.copyOf(chunks, Math.max(8, 2 * chunkCount));
    // The first ones are small, so that an index of a few texts takes little.
    room = Math.min(CHUNK_BYTES, CHUNK_BYTES_MIN << Math.min(chunkCount, CHUNK_BITS));
    grown[chunkCount++] = new byte[room];
    bytes += room;
    chunks = grown;
    used = 0;
  }
}
