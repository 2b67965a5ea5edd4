package dev.sutra.text.index;

import dev.sutra.io.SectionOutput;
import java.io.IOException;

/** Writes posting lists one after another; the package page gives the layout. Not thread-safe. */
final class PostingListWriter {
  private final SectionOutput out;
  private final int[] lengths;

  // Of the current block.
  private final int[] documents = new int[TextFormat.BLOCK_DOCUMENTS];
  private final int[] gaps = new int[TextFormat.BLOCK_DOCUMENTS];
  private final int[] frequencies = new int[TextFormat.BLOCK_DOCUMENTS];
  private final ByteBuilder positionBytes = new ByteBuilder();
  private final ByteBuilder block = new ByteBuilder();
  // Skip entries of the current list, written at its end: one for every 128 documents.
  private final ByteBuilder skips = new ByteBuilder();
  private final Impacts impacts = new Impacts();
  private final Leaders leaders;
  private int inBlock;

  private long start;
  private int lastDocument;
  private int documentFrequency;
  private int listMaxFrequency;
  private int listMinLength;

  /**
   * A writer of lists of documents of these lengths.
   *
   * @param averageLength average of the lengths that are not 0
   */
  PostingListWriter(SectionOutput out, int[] lengths, double averageLength) {
    this.out = out;
    this.lengths = lengths;
    this.leaders = new Leaders(averageLength);
  }

  int documentFrequency() {
    return documentFrequency;
  }

  void begin() {
    start = out.position();
    lastDocument = -1;
    documentFrequency = 0;
    listMaxFrequency = 0;
    listMinLength = Integer.MAX_VALUE;
    skips.clear();
    leaders.clear();
    beginBlock();
  }

  /** Adds a document; see {@link TextIndexWriter#posting}. */
  void posting(int document, int frequency, byte[] positions, int from, int bytes)
      throws IOException {
    if (document <= lastDocument || document >= lengths.length) {
      throw new IllegalArgumentException(
          "document is " + document + ", after " + lastDocument + " of " + lengths.length);
    }
    if (inBlock == TextFormat.BLOCK_DOCUMENTS) {
      endBlock();
    }
    documents[inBlock] = document;
    gaps[inBlock] = document - lastDocument - 1;
    frequencies[inBlock] = frequency - 1;
    inBlock++;
    positionBytes.writeBytes(positions, from, bytes);
    lastDocument = document;
    documentFrequency++;
  }

  /** Ends the list; returns its size in bytes. */
  long end() throws IOException {
    if (documentFrequency == 0) {
      return 0;
    }
    if (documentFrequency <= TextFormat.BLOCK_DOCUMENTS) {
      writeBlock();
    } else {
      endBlock();
      skips.writeLittleEndian(listMaxFrequency, Integer.BYTES);
      skips.writeLittleEndian(listMinLength, Integer.BYTES);
      leaders.writeTo(skips);
      skips.writeTo(out);
    }
    return out.position() - start;
  }

  private void endBlock() throws IOException {
    writeBlock();
    bound();
    skips.writeLittleEndian(lastDocument, Integer.BYTES);
    skips.writeLittleEndian(out.position() - start, Long.BYTES);
    listMaxFrequency = Math.max(listMaxFrequency, impacts.maxFrequency());
    listMinLength = Math.min(listMinLength, impacts.minLength());
    impacts.writeTo(skips);
    beginBlock();
  }

  /** Collects the bounds of a block; a list of one block has none. */
  private void bound() {
    impacts.clear();
    for (int i = 0; i < inBlock; i++) {
      int frequency = frequencies[i] + 1;
      // Only word terms for prefixes occur in documents of length 0, and bounds do not affect their
      // scores.
      int length = Math.max(1, lengths[documents[i]]);
      impacts.add(frequency, length);
      leaders.add(documents[i], frequency, length);
    }
  }

  private void beginBlock() {
    inBlock = 0;
    positionBytes.clear();
  }

  private void writeBlock() throws IOException {
    int gapBits = bits(gaps);
    int frequencyBits = bits(frequencies);
    block.clear();
    block.writeByte(gapBits);
    block.writeByte(frequencyBits);
    block.writePacked(gaps, inBlock, gapBits);
    block.writePacked(frequencies, inBlock, frequencyBits);
    block.writeTo(out);
    positionBytes.writeTo(out);
  }

  private int bits(int[] values) {
    int all = 0;
    for (int i = 0; i < inBlock; i++) {
      all |= values[i];
    }
    return Integer.SIZE - Integer.numberOfLeadingZeros(all);
  }
}
