package dev.sutra.text;

import static dev.sutra.text.SlicePool.CHUNK_BITS;
import static dev.sutra.text.SlicePool.CHUNK_MASK;
import static dev.sutra.text.SlicePool.LINK_BYTES;

/** The postings of a term of a {@link TextBuffer}, as many as were counted at the start. */
final class BufferPostings extends Postings {
  private final byte[][] chunks;
  private final IntChunks lengths;
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
      IntChunks lengths,
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
  int documentFrequency() {
    return documentFrequency;
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int advance(int target) {
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
  void rewind() {
    throw new UnsupportedOperationException("postings of a memtable are walked once");
  }

  @Override
  int frequency() {
    return frequency;
  }

  @Override
  int length() {
    return lengths.get(document);
  }

  @Override
  int[] positions() {
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

  @Override
  int maxFrequency() {
    return maxFrequency;
  }

  @Override
  int minLength() {
    return minLength;
  }

  @Override
  int stretch(int target) {
    return NO_MORE;
  }

  @Override
  double stretchFactor(Bm25 bm25) {
    return bm25.factor(maxFrequency, minLength);
  }

  @Override
  int stretchMaxFrequency() {
    return maxFrequency;
  }

  @Override
  int stretchMinLength() {
    return minLength;
  }

  @Override
  boolean stretchBounds(int ofFrequency, int ofLength) {
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
