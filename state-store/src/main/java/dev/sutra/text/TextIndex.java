package dev.sutra.text;

import static dev.sutra.text.TextIndexWriter.BLOCK_HEADER_BYTES;
import static dev.sutra.text.TextIndexWriter.FOOTER_BYTES;
import static dev.sutra.text.TextIndexWriter.FORMAT_VERSION;
import static dev.sutra.text.TextIndexWriter.HEADER_BYTES;

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

  private TextIndex(Section section) {
    this.section = section;
    this.memory = section.memory();
    long end = section.length();
    if (end < HEADER_BYTES + FOOTER_BYTES) {
      throw section.corrupt(0, "too short to be a text index");
    }
    section.verify(0, HEADER_BYTES);
    section.verify(end - FOOTER_BYTES, FOOTER_BYTES);
    documents = memory.get(Layouts.INT, 4);
    lengthBytes = memory.get(Layouts.BYTE, 8);
    blockIndex = memory.get(Layouts.LONG, end - 32);
    termCount = memory.get(Layouts.LONG, end - 24);
    totalLength = memory.get(Layouts.LONG, end - 16);
    blocks = memory.get(Layouts.INT, end - 8);
    documentsWithText = memory.get(Layouts.INT, end - 4);
    if (memory.get(Layouts.INT, 0) != FORMAT_VERSION) {
      throw section.corrupt(0, "unknown version of the text index");
    }
    if (documents < 0 || (lengthBytes != 1 && lengthBytes != 2 && lengthBytes != 4)) {
      throw section.corrupt(4, "the text index's header makes no sense");
    }
    lengthsEnd = HEADER_BYTES + (long) documents * lengthBytes;
    if (blocks < 0
        || lengthsEnd > blockIndex
        || blockIndex != end - FOOTER_BYTES - 8L * blocks
        || documentsWithText < 0
        || documentsWithText > documents
        || termCount < blocks
        || totalLength < documentsWithText) {
      throw section.corrupt(end - FOOTER_BYTES, "the text index's footer makes no sense");
    }
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
    long at = lengthOffset(document);
    section.verify(at, lengthBytes);
    return switch (lengthBytes) {
      case 1 -> memory.get(Layouts.BYTE, at) & 0xff;
      case 2 -> memory.get(Layouts.SHORT, at) & 0xffff;
      default -> {
        int length = memory.get(Layouts.INT, at);
        if (length < 0) {
          throw section.corrupt(at, "a length is too large");
        }
        yield length;
      }
    };
  }

  /** Number of documents whose length is not 0, live or not. */
  public int documentsWithText() {
    return documentsWithText;
  }

  /** Sum of the lengths of all documents, live or not. */
  public long totalLength() {
    return totalLength;
  }

  /** Number of different terms. */
  public long termCount() {
    return termCount;
  }

  @Override
  @Nullable Postings postings(byte[] term) {
    IndexTerms terms = new IndexTerms(this, findBlock(term));
    while (terms.next()) {
      int order = Arrays.compareUnsigned(terms.bytes(), 0, terms.length(), term, 0, term.length);
      if (order >= 0) {
        return order == 0 ? terms.postings() : null;
      }
    }
    return null;
  }

  @Override
  Terms terms(byte[] prefix) {
    return new PrefixTerms(new IndexTerms(this, findBlock(prefix)), prefix);
  }

  @Override
  boolean isSegment() {
    return true;
  }

  /** Where in the section a document's length stands. */
  long lengthOffset(int document) {
    return HEADER_BYTES + (long) document * lengthBytes;
  }

  Section section() {
    return section;
  }

  int blocks() {
    return blocks;
  }

  /** Offset of a dictionary block whose header is verified and inside the section. */
  long blockOffset(int block) {
    long entry = blockIndex + 8L * block;
    section.verify(entry, 8);
    long offset = memory.get(Layouts.LONG, entry);
    if (offset < lengthsEnd || offset > blockIndex - BLOCK_HEADER_BYTES) {
      throw section.corrupt(entry, "a dictionary block lies outside the text index");
    }
    section.verify(offset, BLOCK_HEADER_BYTES);
    return offset;
  }

  long postingsStart() {
    return lengthsEnd;
  }

  long postingsLimit() {
    return blockIndex;
  }

  /** The last block whose first term is not greater, else the first. */
  private int findBlock(byte[] term) {
    BoundedReader reader = new BoundedReader(section);
    byte[] first = new byte[TextAnalyzer.TERM_BYTES_MAX];
    int low = 0;
    int high = blocks - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int length = readFirstTerm(reader, blockOffset(middle), first);
      if (Arrays.compareUnsigned(first, 0, length, term, 0, term.length) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int readFirstTerm(BoundedReader reader, long block, byte[] target) {
    long at = block + BLOCK_HEADER_BYTES;
    reader.range(at, Math.min(at + 2 + TextAnalyzer.TERM_BYTES_MAX, blockIndex));
    if (reader.readByte() != 0) {
      throw section.corrupt(at, "the first term of a dictionary block is not whole");
    }
    int length = reader.readByte();
    reader.readBytes(target, 0, length);
    return length;
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
