package dev.sutra.text.index;

import dev.sutra.io.Section;
import dev.sutra.text.analysis.TermBytes;
import dev.sutra.text.score.SearchScratch;
import org.jspecify.annotations.Nullable;

/**
 * Finds one term in the dictionary of a text index: the block by the first bytes of the blocks'
 * first terms, then the term within the block without decoding whole terms.
 */
final class TermLookup {
  /**
   * Location of a posting list.
   *
   * @param start offset of the list
   * @param end its end, exclusive
   * @param documentFrequency documents in it, live or not
   */
  record Entry(long start, long end, int documentFrequency) {
    IndexPostings open(TextLayout layout, @Nullable SearchScratch scratch) {
      return new IndexPostings(layout, start, end, documentFrequency, scratch);
    }
  }

  private final TextLayout layout;
  private final Section section;
  private final byte[] term;
  private final BoundedReader reader;
  // Length of the common prefix of the term and the last entry, which is less.
  private int matched;

  private TermLookup(TextLayout layout, byte[] term) {
    this.layout = layout;
    this.section = layout.section();
    this.term = term;
    this.reader = new BoundedReader(section);
  }

  /** The entry of a term; null if the index does not contain it. */
  static @Nullable Entry find(TextLayout layout, byte[] term) {
    return layout.blocks() == 0 ? null : new TermLookup(layout, term).find();
  }

  /** The last block whose first term is not greater; the first if there is none. */
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
      throw section.corrupt(at, "the first term of a dictionary block is not complete");
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

  /** Compares the next entry with the term: negative if it is less, 0 if equal, else positive. */
  private int compareNext() {
    int shared = reader.readByte();
    int suffix = reader.readByte();
    if (shared != matched) {
      // The previous entry is less; an entry with a longer prefix in common with it is less too.
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
