package dev.sutra.text;

import static dev.sutra.text.TextIndexWriter.BLOCK_HEADER_BYTES;
import static dev.sutra.text.TextIndexWriter.BLOCK_TERMS;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import java.util.Arrays;

/** Walks the dictionary of a {@link TextIndex} from a block on. */
final class IndexTerms extends Terms {
  private final TextIndex index;
  private final Section section;
  private final BoundedReader reader;
  private int block;
  private long blockOffset;
  private int restOfBlock;
  private boolean firstOfBlock;

  private final byte[] bytes = new byte[TextAnalyzer.TERM_BYTES_MAX];
  private int length;
  private int documentFrequency;
  private long postingsOffset;
  private long postingsEnd;

  IndexTerms(TextIndex index, int block) {
    this.index = index;
    this.section = index.section();
    this.reader = new BoundedReader(section);
    this.block = block - 1;
  }

  @Override
  boolean next() {
    if (restOfBlock == 0) {
      if (block + 1 >= index.blocks()) {
        return false;
      }
      block++;
      beginBlock();
    }
    restOfBlock--;
    readTerm();
    documentFrequency = reader.readVarint();
    if (documentFrequency < 1 || documentFrequency > index.documents()) {
      throw section.corrupt(reader.at(), "a document frequency makes no sense");
    }
    long postingsBytes = reader.readVarlong();
    if (postingsBytes > blockOffset - postingsEnd) {
      throw section.corrupt(reader.at(), "a posting list leads into its dictionary block");
    }
    postingsOffset = postingsEnd;
    postingsEnd += postingsBytes;
    return true;
  }

  @Override
  byte[] bytes() {
    return bytes;
  }

  @Override
  int length() {
    return length;
  }

  @Override
  Postings postings() {
    return new IndexPostings(index, postingsOffset, postingsEnd, documentFrequency);
  }

  private void beginBlock() {
    blockOffset = index.blockOffset(block);
    int blockBytes = section.memory().get(Layouts.INT, blockOffset);
    postingsEnd = section.memory().get(Layouts.LONG, blockOffset + 4);
    restOfBlock = section.memory().get(Layouts.BYTE, blockOffset + 12);
    if (blockBytes < BLOCK_HEADER_BYTES
        || blockBytes > index.postingsLimit() - blockOffset
        || postingsEnd < index.postingsStart()
        || postingsEnd > blockOffset
        || restOfBlock < 1
        || restOfBlock > BLOCK_TERMS) {
      throw section.corrupt(blockOffset, "the header of a dictionary block makes no sense");
    }
    reader.range(blockOffset + BLOCK_HEADER_BYTES, blockOffset + blockBytes);
    firstOfBlock = true;
  }

  private void readTerm() {
    long at = reader.at();
    int shared = reader.readByte();
    int suffix = reader.readByte();
    boolean fits =
        shared <= (firstOfBlock ? 0 : length) && suffix >= 1 && shared + suffix <= bytes.length;
    if (!fits) {
      throw section.corrupt(at, "the lengths of a term make no sense");
    }
    // Ascending terms are what ends every walk and lets a merge write what it reads.
    byte[] before = Arrays.copyOfRange(bytes, shared, length);
    reader.readBytes(bytes, shared, suffix);
    length = shared + suffix;
    if (Arrays.compareUnsigned(bytes, shared, length, before, 0, before.length) <= 0) {
      throw section.corrupt(at, "terms do not ascend");
    }
    firstOfBlock = false;
  }
}
