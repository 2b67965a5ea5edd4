package dev.sutra.text.index;

import dev.sutra.io.Section;
import dev.sutra.text.analysis.TermBytes;
import dev.sutra.text.score.SearchMemory;
import org.jspecify.annotations.Nullable;

/**
 * Finds one term in the dictionary of a {@link TextIndex}: by the beginnings of the blocks' first
 * terms, then within a block without putting its terms together.
 */
final class TermLookup {
  /**
   * Where a term's postings lie.
   *
   * @param start offset of the list
   * @param end behind it
   * @param documentFrequency documents in it, live or not
   */
  record Entry(long start, long end, int documentFrequency) {
    IndexPostings open(TextLayout layout, @Nullable SearchMemory lent) {
      return new IndexPostings(layout, start, end, documentFrequency, lent);
    }
  }

  private final TextLayout layout;
  private final Section section;
  private final byte[] term;
  private final BoundedReader reader;
  // Bytes that the term has in common with the entry read last, which is less.
  private int matched;

  private TermLookup(TextLayout layout, byte[] term) {
    this.layout = layout;
    this.section = layout.section();
    this.term = term;
    this.reader = new BoundedReader(section);
  }

  /** The term's entry, or null if the index does not hold it. */
  static @Nullable Entry find(TextLayout layout, byte[] term) {
    return layout.blocks() == 0 ? null : new TermLookup(layout, term).find();
  }

  /** The last block whose first term is not greater, else the first. */
  static int findBlock(TextLayout layout, byte[] term) {
    return layout.blocks() == 0 ? 0 : new TermLookup(layout, term).findBlock();
  }

  private int findBlock() {
    long beginning = TextFormat.beginning(term, term.length);
    int low = 0;
    int high = layout.blocks() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int byBeginning = Long.compareUnsigned(layout.blockBeginning(middle), beginning);
      if (byBeginning < 0 || (byBeginning == 0 && firstIsNotGreater(middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private boolean firstIsNotGreater(int block) {
    long offset = layout.blockOffset(block);
    long at = offset + TextFormat.DICTIONARY_HEADER_BYTES;
    reader.range(at, Math.min(at + 2 + TermBytes.MAX, layout.postingsLimit()));
    if (reader.readByte() != 0) {
      throw section.corrupt(at, "the first term of a dictionary block is not whole");
    }
    int length = reader.readByte();
    int shared = Math.min(length, term.length);
    for (int i = 0; i < shared; i++) {
      int order = reader.readByte() - (term[i] & 0xff);
      if (order != 0) {
        return order < 0;
      }
    }
    return length <= term.length;
  }

  private @Nullable Entry find() {
    DictionaryBlock block = DictionaryBlock.read(layout, findBlock());
    reader.moveTo(block.entries(), block.end());
    long start = block.postings();
    for (int i = 0; i < block.terms(); i++) {
      int order = compareNext();
      int documentFrequency = layout.readDocumentFrequency(reader);
      long end = start + block.readPostingsBytes(reader, section, start);
      if (order >= 0) {
        return order == 0 ? new Entry(start, end, documentFrequency) : null;
      }
      start = end;
    }
    return null;
  }

  /** Reads the bytes of the next entry: negative, 0 or positive as it is less than the term. */
  private int compareNext() {
    int shared = reader.readByte();
    int suffix = reader.readByte();
    if (shared != matched) {
      // The entry before is less. One that has more in common with it than the term has is, too.
      reader.skip(suffix);
      return matched - shared;
    }
    for (int i = 0; i < suffix; i++) {
      if (matched == term.length) {
        reader.skip(suffix - i);
        return 1;
      }
      int order = reader.readByte() - (term[matched] & 0xff);
      if (order != 0) {
        reader.skip(suffix - i - 1);
        return order;
      }
      matched++;
    }
    return matched - term.length;
  }
}
