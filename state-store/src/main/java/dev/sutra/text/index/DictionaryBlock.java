package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;

/**
 * The header of a dictionary block.
 *
 * @param offset offset of the block, which ends the posting lists of its terms
 * @param postings offset of the posting list of its first term
 * @param terms number of terms
 * @param entries offset of the first entry
 * @param end end of the last entry, exclusive
 */
record DictionaryBlock(long offset, long postings, int terms, long entries, long end) {
  /** An empty block. */
  static final DictionaryBlock NONE = new DictionaryBlock(0, 0, 0, 0, 0);

  /** Reads the header of a block, and verifies the block. */
  static DictionaryBlock read(TextLayout layout, int block) {
    Section section = layout.section();
    MemorySegment memory = section.memory();
    long offset = layout.blockOffset(block);
    int bytes = memory.get(Layouts.INT, offset);
    long postings = memory.get(Layouts.LONG, offset + 4);
    int terms = memory.get(Layouts.BYTE, offset + 12);
    if (bytes < TextFormat.DICTIONARY_HEADER_BYTES
        || bytes > layout.postingsLimit() - offset
        || postings < layout.postingsStart()
        || postings > offset
        || terms < 1
        || terms > TextFormat.DICTIONARY_TERMS) {
      throw section.corrupt(offset, "the header of a dictionary block is invalid");
    }
    section.verify(offset, bytes);
    return new DictionaryBlock(
        offset, postings, terms, offset + TextFormat.DICTIONARY_HEADER_BYTES, offset + bytes);
  }

  /** Reads the length of a posting list that begins at {@code start}. */
  long readPostingsBytes(BoundedReader reader, Section section, long start) {
    long bytes = reader.readVarlong();
    if (bytes > offset - start) {
      throw section.corrupt(reader.at(), "a posting list overlaps its dictionary block");
    }
    return bytes;
  }
}
