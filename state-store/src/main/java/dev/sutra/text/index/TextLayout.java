package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;

/**
 * The header and the footer of a text index, and the places of its parts. Reading a part verifies
 * its checksums first. Thread-safe.
 */
final class TextLayout {
  private final Section section;
  private final MemorySegment memory;
  private final int documents;
  private final DocumentLengths lengths;
  private final long blockIndex;
  private final int blocks;
  private final long termCount;
  private final long totalLength;
  private final int documentsWithText;

  /**
   * Reads header and footer.
   *
   * @throws dev.sutra.io.CorruptFileException if the section is not a text index
   */
  TextLayout(Section section) {
    this.section = section;
    this.memory = section.memory();
    long end = section.length();
    if (end < TextFormat.HEADER_BYTES + TextFormat.FOOTER_BYTES) {
      throw section.corrupt(0, "too short to be a text index");
    }
    long footer = end - TextFormat.FOOTER_BYTES;
    section.verify(0, TextFormat.HEADER_BYTES);
    section.verify(footer, TextFormat.FOOTER_BYTES);
    int version = memory.get(Layouts.INT, 0);
    if (version < 1 || version > TextFormat.VERSION) {
      throw section.corrupt(0, "unknown version of the text index");
    }
    documents = memory.get(Layouts.INT, 4);
    int lengthBytes = memory.get(Layouts.BYTE, 8);
    if (documents < 0 || (lengthBytes != 1 && lengthBytes != 2 && lengthBytes != 4)) {
      throw section.corrupt(4, "the text index's header is invalid");
    }
    lengths = new DocumentLengths(section, documents, lengthBytes);
    blockIndex = memory.get(Layouts.LONG, footer);
    termCount = memory.get(Layouts.LONG, footer + 8);
    totalLength = memory.get(Layouts.LONG, footer + 16);
    blocks = memory.get(Layouts.INT, footer + 24);
    documentsWithText = memory.get(Layouts.INT, footer + 28);
    if (blocks < 0
        || lengths.end() > blockIndex
        || blockIndex != footer - (long) TextFormat.DICTIONARY_ENTRY_BYTES * blocks
        || documentsWithText < 0
        || documentsWithText > documents
        || termCount < blocks
        || totalLength < documentsWithText) {
      throw section.corrupt(footer, "the text index's footer is invalid");
    }
  }

  Section section() {
    return section;
  }

  int documents() {
    return documents;
  }

  DocumentLengths lengths() {
    return lengths;
  }

  /** Number of documents whose length is not 0. */
  int documentsWithText() {
    return documentsWithText;
  }

  /** Sum of the lengths of all documents. */
  long totalLength() {
    return totalLength;
  }

  /** Average length of the documents with text. */
  double averageLength() {
    return (double) totalLength / Math.max(1, documentsWithText);
  }

  long termCount() {
    return termCount;
  }

  /** Number of dictionary blocks. */
  int blocks() {
    return blocks;
  }

  /** Offset of a dictionary block, whose header is verified. */
  long blockOffset(int block) {
    long entry = blockEntry(block);
    long offset = memory.get(Layouts.LONG, entry);
    if (offset < postingsStart() || offset > blockIndex - TextFormat.DICTIONARY_HEADER_BYTES) {
      throw section.corrupt(entry, "a dictionary block is outside the text index");
    }
    section.verify(offset, TextFormat.DICTIONARY_HEADER_BYTES);
    return offset;
  }

  /** Beginning of a block's first term, as {@link TextFormat#beginning}. */
  long blockBeginning(int block) {
    return memory.get(Layouts.LONG, blockEntry(block) + Long.BYTES);
  }

  /** Reads a term's document frequency from its dictionary entry. */
  int readDocumentFrequency(BoundedReader reader) {
    int frequency = reader.readVarint();
    if (frequency < 1 || frequency > documents) {
      throw section.corrupt(reader.at(), "a document frequency is invalid");
    }
    return frequency;
  }

  /** Offset of the first posting list. */
  long postingsStart() {
    return lengths.end();
  }

  /** Offset of the first byte after all posting lists and dictionary blocks. */
  long postingsLimit() {
    return blockIndex;
  }

  private long blockEntry(int block) {
    long entry = blockIndex + (long) TextFormat.DICTIONARY_ENTRY_BYTES * block;
    section.verify(entry, TextFormat.DICTIONARY_ENTRY_BYTES);
    return entry;
  }
}
