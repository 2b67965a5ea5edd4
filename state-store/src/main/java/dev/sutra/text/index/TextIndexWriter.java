package dev.sutra.text.index;

import dev.sutra.io.SectionOutput;
import dev.sutra.text.analysis.TermBytes;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a text index from front to back, terms in byte order; the package page gives the layout.
 * Not thread-safe.
 *
 * <p>Heap use: one dictionary block, one posting block, the skip entries of one list, and 16 bytes
 * for every 32 terms.
 */
public final class TextIndexWriter {
  private final SectionOutput out;
  private final PostingListWriter postings;
  private final int documentsWithText;
  private final long totalLength;

  private final byte[] term = new byte[TermBytes.MAX];
  private int termLength;
  private final byte[] lastTerm = new byte[TermBytes.MAX];
  private int lastTermLength;

  private final ByteBuilder entries = new ByteBuilder();
  private int entryCount;
  private long blockPostings;
  private long[] blockOffsets = new long[16];
  private long[] blockBeginnings = new long[16];
  private int blockCount;
  private long termCount;

  /** Writes header and lengths; document numbers are indexes of {@code lengths}. */
  public TextIndexWriter(SectionOutput out, int[] lengths) throws IOException {
    this.out = out;
    int longest = 0;
    int withText = 0;
    long total = 0;
    for (int length : lengths) {
      longest = Math.max(longest, length);
      withText += length > 0 ? 1 : 0;
      total += length;
    }
    documentsWithText = withText;
    totalLength = total;
    postings = new PostingListWriter(out, lengths, (double) total / Math.max(1, withText));
    int width = longest <= 0xff ? 1 : longest <= 0xffff ? 2 : 4;
    out.writeInt(TextFormat.VERSION);
    out.writeInt(lengths.length);
    out.writeByte(width);
    while (out.position() < TextFormat.HEADER_BYTES) {
      out.writeByte(0);
    }
    for (int length : lengths) {
      switch (width) {
        case 1 -> out.writeByte(length);
        case 2 -> out.writeShort(length);
        default -> out.writeInt(length);
      }
    }
    blockPostings = out.position();
  }

  /** Begins a term, which must be greater than the previous one. */
  public void beginTerm(byte[] bytes, int length) {
    System.arraycopy(bytes, 0, term, 0, length);
    termLength = length;
    postings.begin();
  }

  /**
   * Adds a document to the term; documents ascend.
   *
   * @param positions contains the positions as a posting block does, {@code bytes} from {@code
   *     from} on
   */
  public void posting(int document, int frequency, byte[] positions, int from, int bytes)
      throws IOException {
    postings.posting(document, frequency, positions, from, bytes);
  }

  /** Ends the term, which is omitted if it has no document. */
  public void endTerm() throws IOException {
    long postingsBytes = postings.end();
    if (postingsBytes == 0) {
      return;
    }
    if (termCount > 0
        && Arrays.compareUnsigned(term, 0, termLength, lastTerm, 0, lastTermLength) <= 0) {
      throw new IllegalArgumentException("terms do not ascend");
    }
    int mismatch = Arrays.mismatch(term, 0, termLength, lastTerm, 0, lastTermLength);
    int shared = entryCount == 0 ? 0 : mismatch;
    if (entryCount == 0) {
      beginDictionaryBlock();
    }
    entries.writeByte(shared);
    entries.writeByte(termLength - shared);
    entries.writeBytes(term, shared, termLength - shared);
    entries.writeVarint(postings.documentFrequency());
    entries.writeVarint(postingsBytes);
    System.arraycopy(term, 0, lastTerm, 0, termLength);
    lastTermLength = termLength;
    termCount++;
    if (++entryCount == TextFormat.DICTIONARY_TERMS) {
      writeDictionaryBlock();
    }
  }

  public void finish() throws IOException {
    if (entryCount > 0) {
      writeDictionaryBlock();
    }
    final long index = out.position();
    for (int i = 0; i < blockCount; i++) {
      out.writeLong(blockOffsets[i]);
      out.writeLong(blockBeginnings[i]);
    }
    out.writeLong(index);
    out.writeLong(termCount);
    out.writeLong(totalLength);
    out.writeInt(blockCount);
    out.writeInt(documentsWithText);
  }

  private void beginDictionaryBlock() {
    if (blockCount == blockOffsets.length) {
      blockOffsets = Arrays.copyOf(blockOffsets, 2 * blockCount);
      blockBeginnings = Arrays.copyOf(blockBeginnings, 2 * blockCount);
    }
    blockBeginnings[blockCount] = TextFormat.beginning(term, termLength);
  }

  private void writeDictionaryBlock() throws IOException {
    blockOffsets[blockCount++] = out.position();
    out.writeInt(TextFormat.DICTIONARY_HEADER_BYTES + entries.size());
    out.writeLong(blockPostings);
    out.writeByte(entryCount);
    entries.writeTo(out);
    entries.clear();
    entryCount = 0;
    blockPostings = out.position();
  }
}
