package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decodes one posting block at a time, each part on demand. Not thread-safe. */
final class PostingBlock {
  private static final int FREQUENCY_BITS_MAX = 16;
  // Documents of a step of a search; the array of documents has as many spare entries.
  private static final int STEP = SearchScratch.SPARE;

  private final Section section;
  private final MemorySegment memory;
  private final int documentLimit;
  private final BoundedReader reader;

  private final @Nullable SearchScratch scratch;
  private final int documentsMax;
  private final int[] documents;
  private int size;
  private int frequencyBits;
  private long frequenciesOffset;
  private int[] frequencies = {};
  private boolean frequenciesDecoded;
  private long positionsOffset;
  private long positionsLimit;
  // Index of the document whose positions the reader has reached; −1 if undefined.
  private int positionsAt;
  private int[] positions = new int[4];
  // Encoded positions of the block: all of them, and those of one document.
  private byte[] encoded = {};
  private int encodedBytes;
  private int encodedStart;
  private int encodedEnd;

  /**
   * A decoder for blocks of an index.
   *
   * @param documentsMax most documents of a block
   * @param scratch memory of the search that uses the block; null outside of a search
   */
  PostingBlock(TextLayout layout, int documentsMax, @Nullable SearchScratch scratch) {
    this.scratch = scratch;
    this.documentsMax = documentsMax;
    this.documents = room();
    this.section = layout.section();
    this.memory = section.memory();
    this.documentLimit = layout.documents();
    this.reader = new BoundedReader(section);
  }

  /**
   * Decodes the documents of a block.
   *
   * @param previous the document before its first; −1 if there is none
   */
  void load(long from, long to, int documentCount, int previous) {
    reader.range(from, to);
    int gapBits = reader.readByte();
    frequencyBits = reader.readByte();
    size = documentCount;
    long gapsOffset = reader.at();
    frequenciesOffset = gapsOffset + packedBytes(gapBits);
    positionsOffset = frequenciesOffset + packedBytes(frequencyBits);
    positionsLimit = to;
    frequenciesDecoded = false;
    positionsAt = -1;
    boolean fits = gapBits < Integer.SIZE && frequencyBits <= FREQUENCY_BITS_MAX;
    if (!fits || positionsOffset > to || previous < -1) {
      throw section.corrupt(from, "the header of a posting block is invalid");
    }
    // Gaps are not negative, so all documents lie between the previous and the last one.
    if (PackedInts.sum(memory, gapsOffset, gapBits, size, previous, documents) >= documentLimit) {
      throw section.corrupt(from, "a posting block exceeds the last document");
    }
    Arrays.fill(documents, size, size + STEP, Postings.NO_MORE);
  }

  /**
   * First index from {@code from} on whose document is not before the target, or the size if there
   * is none. Within a step it counts smaller documents: branches there would be taken at random.
   */
  int find(int target, int from) {
    int at = from;
    while (at < size && documents[at + STEP - 1] < target) {
      at += STEP;
    }
    if (at >= size) {
      return size;
    }
    at += isBelow(documents[at + STEP / 2 - 1], target) * STEP / 2;
    int below = 0;
    for (int i = 0; i < STEP / 2 - 1; i++) {
      below += isBelow(documents[at + i], target);
    }
    return at + below;
  }

  /** 1 if a document is before another one, else 0. */
  private static int isBelow(int document, int target) {
    return (document - target) >>> (Integer.SIZE - 1);
  }

  /** The decoded documents, the first {@link #size()} entries. */
  int[] documents() {
    return documents;
  }

  int size() {
    return size;
  }

  int last() {
    return documents[size - 1];
  }

  /** Upper bound of the frequencies. */
  int maxFrequency() {
    return 1 << frequencyBits;
  }

  int frequency(int at) {
    if (frequencyBits == 0) {
      return 1;
    }
    int bit = at * frequencyBits;
    long word = memory.get(Layouts.LONG, frequenciesOffset + (bit >>> 3));
    return (int) (word >>> (bit & 7) & (1L << frequencyBits) - 1) + 1;
  }

  /** All frequencies, the first {@link #size()} entries. */
  int[] frequencies() {
    if (!frequenciesDecoded) {
      if (frequencies.length == 0) {
        frequencies = room();
      }
      PackedInts.unpack(memory, frequenciesOffset, frequencyBits, size, frequencies);
      frequenciesDecoded = true;
    }
    return frequencies;
  }

  /**
   * Positions of a document, as many as its frequency. Documents must not descend between rewinds.
   */
  int[] positions(int at) {
    if (positionsAt > at) {
      return positions;
    }
    if (positionsAt < 0) {
      positionsAt = 0;
      reader.moveTo(positionsOffset, positionsLimit);
    }
    reader.skipVarints(occurrences(positionsAt, at));
    readPositions(frequency(at));
    positionsAt = at + 1;
    return positions;
  }

  /** Sum of the frequencies at some places of the block. */
  private int occurrences(int from, int to) {
    if (frequencyBits == 0 || from == to) {
      return to - from;
    }
    int[] counts = frequencies();
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** Reads the encoded positions of all documents, for {@link #nextEncoded}. */
  void readEncoded() {
    encodedBytes = Math.toIntExact(positionsLimit - positionsOffset);
    if (encoded.length < encodedBytes) {
      encoded = new byte[Math.max(encodedBytes, 2 * encoded.length)];
    }
    MemorySegment.copy(memory, Layouts.BYTE, positionsOffset, encoded, 0, encodedBytes);
    encodedEnd = 0;
  }

  /** Finds the encoded positions of the next document, which has this frequency. */
  void nextEncoded(int frequency) {
    encodedStart = encodedEnd;
    int at = encodedEnd;
    int rest = frequency;
    while (rest > 0) {
      if (at == encodedBytes) {
        throw section.corrupt(positionsLimit, "a frequency exceeds its block");
      }
      rest -= encoded[at++] >= 0 ? 1 : 0;
    }
    encodedEnd = at;
  }

  /** The array that contains the encoded positions of a document. */
  byte[] encoded() {
    return encoded;
  }

  int encodedStart() {
    return encodedStart;
  }

  int encodedEnd() {
    return encodedEnd;
  }

  /** Allows reading positions from the first document again. */
  void rewindPositions() {
    positionsAt = -1;
  }

  private void readPositions(int frequency) {
    if (frequency > reader.rest()) {
      throw section.corrupt(reader.at(), "a frequency exceeds its block");
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
  }

  private int[] room() {
    return scratch == null ? new int[documentsMax + STEP] : scratch.block();
  }

  private int packedBytes(int bits) {
    return (size * bits + 7) / 8;
  }
}
