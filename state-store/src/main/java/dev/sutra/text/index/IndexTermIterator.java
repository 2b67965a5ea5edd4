package dev.sutra.text.index;

import dev.sutra.io.Section;
import dev.sutra.text.analysis.TermBytes;
import dev.sutra.text.score.TermIterator;
import java.util.Arrays;

/** Iterates over the dictionary of a text index, starting with a block. Not thread-safe. */
final class IndexTermIterator extends TermIterator {
  private final TextLayout layout;
  private final Section section;
  private final BoundedReader reader;
  private int block;
  private DictionaryBlock header = DictionaryBlock.NONE;
  private int restOfBlock;
  private boolean firstOfBlock;

  private final byte[] bytes = new byte[TermBytes.MAX];
  private int length;
  private int documentFrequency;
  private long postingsOffset;
  private long postingsEnd;

  IndexTermIterator(TextLayout layout, int block) {
    this.layout = layout;
    this.section = layout.section();
    this.reader = new BoundedReader(section);
    this.block = block - 1;
  }

  @Override
  public boolean next() {
    if (restOfBlock == 0) {
      if (block + 1 >= layout.blocks()) {
        return false;
      }
      block++;
      beginBlock();
    }
    restOfBlock--;
    readTerm();
    documentFrequency = layout.readDocumentFrequency(reader);
    postingsOffset = postingsEnd;
    postingsEnd += header.readPostingsBytes(reader, section, postingsOffset);
    return true;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public IndexPostings postings() {
    return new IndexPostings(layout, postingsOffset, postingsEnd, documentFrequency, null);
  }

  private void beginBlock() {
    header = DictionaryBlock.read(layout, block);
    postingsEnd = header.postings();
    restOfBlock = header.terms();
    reader.moveTo(header.entries(), header.end());
    firstOfBlock = true;
  }

  private void readTerm() {
    long at = reader.at();
    int shared = reader.readByte();
    int suffix = reader.readByte();
    boolean fits =
        shared <= (firstOfBlock ? 0 : length) && suffix >= 1 && shared + suffix <= bytes.length;
    if (!fits) {
      throw section.corrupt(at, "the lengths of a term are invalid");
    }
    // Iteration ends and a merge can write the terms only if terms ascend.
    byte[] before = Arrays.copyOfRange(bytes, shared, length);
    reader.readBytes(bytes, shared, suffix);
    length = shared + suffix;
    if (Arrays.compareUnsigned(bytes, shared, length, before, 0, before.length) <= 0) {
      throw section.corrupt(at, "terms do not ascend");
    }
    if (firstOfBlock && layout.blockBeginning(block) != TextFormat.beginning(bytes, length)) {
      throw section.corrupt(at, "the first term of a dictionary block does not match the index");
    }
    firstOfBlock = false;
  }
}
