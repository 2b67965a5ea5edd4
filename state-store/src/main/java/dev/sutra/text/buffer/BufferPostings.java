package dev.sutra.text.buffer;

import static dev.sutra.text.buffer.SlicePool.CHUNK_BITS;
import static dev.sutra.text.buffer.SlicePool.CHUNK_MASK;
import static dev.sutra.text.buffer.SlicePool.LINK_BYTES;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.Postings;

/** Postings of a term of a {@link TextBuffer}, up to the document frequency at creation. */
final class BufferPostings extends Postings {
  /** Bytes of a position at most. */
  static final int POSITION_BYTES_MAX = 5;

  private final byte[][] chunks;
  private final IntRecords lengths;
  private final int documentFrequency;
  private final int maxFrequency;
  private final int minLength;

  private int address;
  private int link;
  private int level;
  private int rest;
  private int document = -1;
  private int frequency;
  private boolean positionsRead = true;
  private int[] positions = new int[4];

  BufferPostings(
      byte[][] chunks,
      IntRecords lengths,
      int address,
      int documentFrequency,
      int maxFrequency,
      int minLength) {
    this.chunks = chunks;
    this.lengths = lengths;
    this.documentFrequency = documentFrequency;
    this.maxFrequency = maxFrequency;
    this.minLength = minLength;
    this.address = address;
    this.link = address + SlicePool.sliceBytes(0) - LINK_BYTES;
    this.rest = documentFrequency;
  }

  @Override
  public int documentFrequency() {
    return documentFrequency;
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int advance(int target) {
    while (document < target) {
      if (rest == 0) {
        document = NO_MORE;
      } else {
        next();
      }
    }
    return document;
  }

  @Override
  public void rewind() {
    throw new UnsupportedOperationException("postings of a memtable cannot be rewound");
  }

  @Override
  public int frequency() {
    return frequency;
  }

  @Override
  public int length() {
    return lengths.get(document);
  }

  @Override
  public int[] positions() {
    if (!positionsRead) {
      if (positions.length < frequency) {
        positions = new int[Math.max(frequency, 2 * positions.length)];
      }
      int position = 0;
      for (int i = 0; i < frequency; i++) {
        position += readVarint();
        positions[i] = position;
      }
      positionsRead = true;
    }
    return positions;
  }

  /**
   * Copies the positions of the current document as varints, each less the previous one; they
   * cannot be read afterwards.
   *
   * @param target has {@link #POSITION_BYTES_MAX} bytes for each position
   * @return where they end
   */
  int copyPositions(byte[] target, int from) {
    int at = from;
    for (int i = 0; i < frequency; i++) {
      byte read = readByte();
      target[at++] = read;
      while (read < 0) {
        read = readByte();
        target[at++] = read;
      }
    }
    positionsRead = true;
    return at;
  }

  @Override
  public int maxFrequency() {
    return maxFrequency;
  }

  @Override
  public int minLength() {
    return minLength;
  }

  @Override
  public int advanceShallow(int target) {
    return NO_MORE;
  }

  @Override
  public double blockMaxFactor(Bm25 bm25) {
    return bm25.factor(maxFrequency, minLength);
  }

  @Override
  public int blockMaxFrequency() {
    return maxFrequency;
  }

  @Override
  public int blockMinLength() {
    return minLength;
  }

  @Override
  public boolean blockBounds(int ofFrequency, int ofLength) {
    return ofFrequency <= maxFrequency && ofLength >= minLength;
  }

  private void next() {
    if (!positionsRead) {
      for (int i = 0; i < frequency; i++) {
        readVarint();
      }
    }
    int code = readVarint();
    document += (code >>> 1) + 1;
    frequency = (code & 1) != 0 ? 1 : readVarint();
    positionsRead = false;
    rest--;
  }

  private int readVarint() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int read = readByte();
      value |= (read & 0x7f) << shift;
      if (read >= 0) {
        return value;
      }
    }
  }

  private byte readByte() {
    if (address == link) {
      address = SlicePool.readLink(chunks, link);
      link = address + SlicePool.sliceBytes(++level) - LINK_BYTES;
    }
    byte read = chunks[address >>> CHUNK_BITS][address & CHUNK_MASK];
    address++;
    return read;
  }
}
