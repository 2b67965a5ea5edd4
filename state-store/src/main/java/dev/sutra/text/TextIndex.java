package dev.sutra.text;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a segment, read where they are mapped; nothing that grows with terms or documents is
 * copied to the heap.
 *
 * <p>Each part is verified against its checksums before it is read first. Numbers that make no
 * sense raise {@link dev.sutra.io.CorruptFileException}. Safe for use by many threads.
 */
public final class TextIndex extends TextSource {
  private final Section section;
  private final MemorySegment memory;
  private final int documents;
  private final int lengthBytes;
  private final long lengthsEnd;
  private final long blockIndex;
  private final int blocks;
  private final long termCount;
  private final long totalLength;
  private final int documentsWithText;
  // Set by whoever is first; that several verify at once does no harm.
  private volatile boolean lengthsVerified;
  private final TermCache terms;

  private TextIndex(Section section) {
    this.section = section;
    this.memory = section.memory();
    long end = section.length();
    if (end < TextFormat.HEADER_BYTES + TextFormat.FOOTER_BYTES) {
      throw section.corrupt(0, "too short to be a text index");
    }
    section.verify(0, TextFormat.HEADER_BYTES);
    section.verify(end - TextFormat.FOOTER_BYTES, TextFormat.FOOTER_BYTES);
    documents = memory.get(Layouts.INT, 4);
    lengthBytes = memory.get(Layouts.BYTE, 8);
    blockIndex = memory.get(Layouts.LONG, end - 32);
    termCount = memory.get(Layouts.LONG, end - 24);
    totalLength = memory.get(Layouts.LONG, end - 16);
    blocks = memory.get(Layouts.INT, end - 8);
    documentsWithText = memory.get(Layouts.INT, end - 4);
    int version = memory.get(Layouts.INT, 0);
    if (version < 1 || version > TextFormat.VERSION) {
      throw section.corrupt(0, "unknown version of the text index");
    }
    if (documents < 0 || (lengthBytes != 1 && lengthBytes != 2 && lengthBytes != 4)) {
      throw section.corrupt(4, "the text index's header makes no sense");
    }
    lengthsEnd = TextFormat.HEADER_BYTES + (long) documents * lengthBytes;
    if (blocks < 0
        || lengthsEnd > blockIndex
        || blockIndex
            != end - TextFormat.FOOTER_BYTES - (long) TextFormat.DICTIONARY_ENTRY_BYTES * blocks
        || documentsWithText < 0
        || documentsWithText > documents
        || termCount < blocks
        || totalLength < documentsWithText) {
      throw section.corrupt(
          end - TextFormat.FOOTER_BYTES, "the text index's footer makes no sense");
    }
    terms = new TermCache(termCount);
  }

  /**
   * Opens a section that a flush or a merge has written. Reads header and footer only.
   *
   * @throws dev.sutra.io.CorruptFileException if it is none
   */
  public static TextIndex open(Section section) {
    return new TextIndex(section);
  }

  @Override
  public int documents() {
    return documents;
  }

  @Override
  public int lengthOf(int document) {
    Objects.checkIndex(document, documents);
    verifyLengths();
    return lengthsAreShort() ? shortLengthOf(document) : longLengthOf(document);
  }

  /** As {@link #lengthOf} once {@link #verifyLengths} was called, if lengths are short. */
  int shortLengthOf(int document) {
    return memory.get(Layouts.BYTE, TextFormat.HEADER_BYTES + (long) document) & 0xff;
  }

  /** Reads the lengths of some documents to the same places of {@code target}. */
  void lengthsOf(int[] numbers, int from, int to, int[] target) {
    verifyLengths();
    if (lengthsAreShort()) {
      for (int i = from; i < to; i++) {
        target[i] = shortLengthOf(numbers[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        target[i] = longLengthOf(numbers[i]);
      }
    }
  }

  /** Whether no length is above 255. */
  boolean lengthsAreShort() {
    return lengthBytes == 1;
  }

  /** All at once: a search asks for lengths too often to check each. */
  void verifyLengths() {
    if (!lengthsVerified) {
      section.verify(TextFormat.HEADER_BYTES, lengthsEnd - TextFormat.HEADER_BYTES);
      lengthsVerified = true;
    }
  }

  private int longLengthOf(int document) {
    long at = lengthOffset(document);
    if (lengthBytes == 2) {
      return memory.get(Layouts.SHORT, at) & 0xffff;
    }
    int length = memory.get(Layouts.INT, at);
    if (length < 0 || length > TextAnalyzer.TOKENS_MAX) {
      throw section.corrupt(at, "a length is too large");
    }
    return length;
  }

  /** Number of documents whose length is not 0, live or not. */
  public int documentsWithText() {
    return documentsWithText;
  }

  /** Sum of the lengths of all documents, live or not. */
  public long totalLength() {
    return totalLength;
  }

  /** The average length of the documents with text. */
  double averageLength() {
    return (double) totalLength / Math.max(1, documentsWithText);
  }

  /** Number of different terms. */
  public long termCount() {
    return termCount;
  }

  @Override
  @Nullable IndexTerm find(String term) {
    return terms.find(this, term);
  }

  @Override
  Terms terms(byte[] prefix) {
    return new PrefixTerms(new IndexTerms(this, TermLookup.findBlock(this, prefix)), prefix);
  }

  @Override
  boolean isSegment() {
    return true;
  }

  /** Where in the section a document's length stands. */
  long lengthOffset(int document) {
    return TextFormat.HEADER_BYTES + (long) document * lengthBytes;
  }

  Section section() {
    return section;
  }

  int blocks() {
    return blocks;
  }

  /** Offset of a dictionary block whose header is verified and inside the section. */
  long blockOffset(int block) {
    long entry = blockEntry(block);
    long offset = memory.get(Layouts.LONG, entry);
    if (offset < lengthsEnd || offset > blockIndex - TextFormat.DICTIONARY_HEADER_BYTES) {
      throw section.corrupt(entry, "a dictionary block lies outside the text index");
    }
    section.verify(offset, TextFormat.DICTIONARY_HEADER_BYTES);
    return offset;
  }

  /** Beginning of a block's first term, as {@link TextFormat#beginning}. */
  long blockBeginning(int block) {
    return memory.get(Layouts.LONG, blockEntry(block) + Long.BYTES);
  }

  private long blockEntry(int block) {
    long entry = blockIndex + (long) TextFormat.DICTIONARY_ENTRY_BYTES * block;
    section.verify(entry, TextFormat.DICTIONARY_ENTRY_BYTES);
    return entry;
  }

  int readDocumentFrequency(BoundedReader reader) {
    int frequency = reader.readVarint();
    if (frequency < 1 || frequency > documents) {
      throw section.corrupt(reader.at(), "a document frequency makes no sense");
    }
    return frequency;
  }

  long postingsStart() {
    return lengthsEnd;
  }

  long postingsLimit() {
    return blockIndex;
  }

  /** Those of an index's terms that begin with a prefix. */
  private static final class PrefixTerms extends Terms {
    private final IndexTerms terms;
    private final byte[] prefix;

    PrefixTerms(IndexTerms terms, byte[] prefix) {
      this.terms = terms;
      this.prefix = prefix;
    }

    @Override
    boolean next() {
      while (terms.next()) {
        int shared = Math.min(prefix.length, terms.length());
        int order = Arrays.compareUnsigned(terms.bytes(), 0, shared, prefix, 0, shared);
        if (order > 0) {
          return false;
        }
        if (order == 0 && shared == prefix.length) {
          return true;
        }
      }
      return false;
    }

    @Override
    byte[] bytes() {
      return terms.bytes();
    }

    @Override
    int length() {
      return terms.length();
    }

    @Override
    Postings postings() {
      return terms.postings();
    }
  }
}
