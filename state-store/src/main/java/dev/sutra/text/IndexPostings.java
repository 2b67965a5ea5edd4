package dev.sutra.text;

import static dev.sutra.text.PostingListWriter.BLOCK_DOCUMENTS;
import static dev.sutra.text.PostingListWriter.LIST_BOUNDS_BYTES;
import static dev.sutra.text.PostingListWriter.SKIP_ENTRY_BYTES;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;

/** The postings of a term of a {@link TextIndex}; blocks are decoded when they are reached. */
final class IndexPostings extends Postings {
  private final Section section;
  private final MemorySegment memory;
  private final int documentLimit;
  private final long start;
  private final long blocksStart;
  private final long blocksEnd;
  private final int documentFrequency;
  private final int blocks;
  private final int maxFrequency;
  private final int minLength;

  private final int[] documents = new int[BLOCK_DOCUMENTS];
  private final int[] frequencies = new int[BLOCK_DOCUMENTS];
  private int block = -1;
  private int blockSize;
  private int at;
  private int document = -1;

  private final BoundedReader reader;
  private int frequencyBits;
  private long frequenciesOffset;
  private boolean frequenciesDecoded;
  private long positionsOffset;
  private long positionsLimit;
  // Document of the block whose positions the reader stands at; those before are read or skipped.
  private int positionsAt;
  private int[] positions = new int[4];

  private int stretch;

  IndexPostings(TextIndex index, long start, long end, int documentFrequency) {
    this.section = index.section();
    this.memory = section.memory();
    this.documentLimit = index.documents();
    this.reader = new BoundedReader(section);
    this.start = start;
    this.documentFrequency = documentFrequency;
    this.blocks = (documentFrequency - 1) / BLOCK_DOCUMENTS + 1;
    if (blocks == 1) {
      reader.range(start, end);
      maxFrequency = reader.readVarint();
      minLength = reader.readVarint();
      blocksStart = reader.at();
      blocksEnd = end;
    } else {
      blocksStart = start;
      blocksEnd = end - (long) blocks * SKIP_ENTRY_BYTES - LIST_BOUNDS_BYTES;
      if (blocksEnd < start) {
        throw section.corrupt(start, "a posting list is too short");
      }
      section.verify(blocksEnd, end - blocksEnd);
      maxFrequency = memory.get(Layouts.INT, end - 8);
      minLength = memory.get(Layouts.INT, end - 4);
    }
    if (maxFrequency < 1 || minLength < 1) {
      throw section.corrupt(start, "the bounds of a posting list make no sense");
    }
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
    if (target <= document) {
      return document;
    }
    if (block < 0 || target > documents[blockSize - 1]) {
      int next = findBlock(block + 1, target);
      if (next == blocks) {
        block = blocks - 1;
        document = NO_MORE;
        return NO_MORE;
      }
      decode(next);
    }
    while (at < blockSize && documents[at] < target) {
      at++;
    }
    document = at < blockSize ? documents[at] : NO_MORE;
    return document;
  }

  @Override
  int frequency() {
    if (!frequenciesDecoded) {
      decodeFrequencies();
    }
    return frequencies[at];
  }

  @Override
  int[] positions() {
    int frequency = frequency();
    if (positionsAt > at) {
      return positions;
    }
    for (; positionsAt < at; positionsAt++) {
      for (int i = 0; i < frequencies[positionsAt]; i++) {
        reader.readVarint();
      }
    }
    if (frequency > reader.rest()) {
      throw section.corrupt(reader.at(), "a frequency leads out of its block");
    }
    if (positions.length < frequency) {
      positions = new int[Math.max(frequency, 2 * positions.length)];
    }
    int position = 0;
    for (int i = 0; i < frequency; i++) {
      position += reader.readVarint();
      if (position < 0) {
        throw section.corrupt(reader.at(), "a position is too large");
      }
      positions[i] = position;
    }
    positionsAt++;
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
    if (blocks == 1) {
      return NO_MORE;
    }
    stretch = findBlock(stretch, target);
    return stretch == blocks ? NO_MORE : skipInt(stretch, 0);
  }

  @Override
  int stretchMaxFrequency() {
    return blocks == 1 ? maxFrequency : stretch == blocks ? 0 : skipBound(12);
  }

  @Override
  int stretchMinLength() {
    return blocks == 1 || stretch == blocks ? minLength : skipBound(16);
  }

  /** The first block from {@code from} on that ends at or behind the target, by galloping. */
  private int findBlock(int from, int target) {
    if (blocks == 1) {
      return from;
    }
    int low = from;
    int step = 1;
    while (low + step <= blocks && skipInt(low + step - 1, 0) < target) {
      low += step;
      step *= 2;
    }
    int high = Math.min(low + step - 1, blocks);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (skipInt(middle, 0) < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int skipBound(int offset) {
    int bound = skipInt(stretch, offset);
    if (bound < 1) {
      throw section.corrupt(blocksEnd, "the bounds of a posting block make no sense");
    }
    return bound;
  }

  private int skipInt(int skip, int offset) {
    return memory.get(Layouts.INT, blocksEnd + (long) skip * SKIP_ENTRY_BYTES + offset);
  }

  private long blockEnd(int number) {
    if (blocks == 1) {
      return blocksEnd;
    }
    long entry = blocksEnd + (long) number * SKIP_ENTRY_BYTES;
    long end = memory.get(Layouts.LONG, entry + 4);
    if (end < 0 || end > blocksEnd - start) {
      throw section.corrupt(entry, "a posting block leads out of its list");
    }
    return start + end;
  }

  private void decode(int number) {
    long from = number == 0 ? blocksStart : blockEnd(number - 1);
    long to = blockEnd(number);
    reader.range(from, to);
    int gapBits = reader.readByte();
    frequencyBits = reader.readByte();
    blockSize = Math.min(BLOCK_DOCUMENTS, documentFrequency - number * BLOCK_DOCUMENTS);
    long gapsOffset = reader.at();
    frequenciesOffset = gapsOffset + packedBytes(blockSize, gapBits);
    positionsOffset = frequenciesOffset + packedBytes(blockSize, frequencyBits);
    positionsLimit = to;
    if (gapBits > 31 || frequencyBits > 30 || positionsOffset > to) {
      throw section.corrupt(from, "the header of a posting block makes no sense");
    }
    unpack(gapsOffset, gapBits, documents);
    int previous = number == 0 ? -1 : skipInt(number - 1, 0);
    for (int i = 0; i < blockSize; i++) {
      int next = previous + 1 + documents[i];
      if (next <= previous || next < 0 || next >= documentLimit) {
        throw section.corrupt(from, "documents do not ascend");
      }
      documents[i] = next;
      previous = next;
    }
    if (blocks > 1 && previous != skipInt(number, 0)) {
      throw section.corrupt(from, "a posting block does not end as its skip entry says");
    }
    block = number;
    at = 0;
    frequenciesDecoded = false;
  }

  private void decodeFrequencies() {
    unpack(frequenciesOffset, frequencyBits, frequencies);
    for (int i = 0; i < blockSize; i++) {
      frequencies[i]++;
    }
    frequenciesDecoded = true;
    positionsAt = 0;
    reader.moveTo(positionsOffset, positionsLimit);
  }

  /** Reads up to 8 bytes beyond the values: at least the footer of the section lies there. */
  private void unpack(long offset, int bits, int[] target) {
    long mask = (1L << bits) - 1;
    for (int i = 0; i < blockSize; i++) {
      int bit = i * bits;
      long word = memory.get(Layouts.LONG, offset + (bit >>> 3));
      target[i] = (int) (word >>> (bit & 7) & mask);
    }
  }

  private static int packedBytes(int count, int bits) {
    return (count * bits + 7) / 8;
  }
}
