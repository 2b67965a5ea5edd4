package dev.sutra.text.buffer;

import java.util.Arrays;

/**
 * Byte streams that grow side by side in shared chunks, as linked slices of growing size.
 *
 * <p>One thread writes. Bytes once written never change, and a slice keeps room for its link from
 * the start, so that a reader who learned of a stream's content through a release by the writer
 * reads it without a lock while the stream grows on.
 */
final class SlicePool {
  static final int CHUNK_BITS = 15;
  static final int CHUNK_BYTES = 1 << CHUNK_BITS;
  static final int CHUNK_MASK = CHUNK_BYTES - 1;
  static final int LINK_BYTES = 4;

  private static final int[] SLICE_BYTES = {12, 24, 48, 96, 192, 384, 768, 1536};

  // Volatile, so that a reader who sees a grown array also sees the chunks in it.
  private volatile byte[][] chunks = new byte[0][];
  private int chunkCount;
  private int used = CHUNK_BYTES;

  /** Bytes of the slice at this place of a stream, its link included. */
  static int sliceBytes(int level) {
    return SLICE_BYTES[Math.min(level, SLICE_BYTES.length - 1)];
  }

  /** Takes a run of bytes that lies in one chunk; returns its address. */
  int allocate(int bytes) {
    if (used + bytes > CHUNK_BYTES) {
      addChunk();
    }
    int address = ((chunkCount - 1) << CHUNK_BITS) + used;
    used += bytes;
    return address;
  }

  /** The chunks that hold everything the caller knows of. */
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

  /** Heap taken, bytes. */
  long bytes() {
    return (long) chunkCount * CHUNK_BYTES + 8L * chunks.length;
  }

  private void addChunk() {
    if (chunkCount == 1 << (Integer.SIZE - 1 - CHUNK_BITS)) {
      throw new IllegalStateException("a text buffer holds at most 2 GiB");
    }
    byte[][] grown =
        chunkCount < chunks.length ? chunks : Arrays.copyOf(chunks, Math.max(8, 2 * chunkCount));
    grown[chunkCount++] = new byte[CHUNK_BYTES];
    chunks = grown;
    used = 0;
  }
}
