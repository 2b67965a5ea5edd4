package dev.sutra.text.index;

import dev.sutra.io.Section;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermFilter;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text index of a segment, read from the mapped file. Heap use does not grow with the number of
 * terms or documents.
 *
 * <p>Each part is verified against its checksums before its first use. Invalid values raise {@link
 * dev.sutra.io.CorruptFileException}. Thread-safe.
 */
public final class TextIndex extends TextSource {
  private final TextLayout layout;
  private final TermCache terms;

  private TextIndex(TextLayout layout) {
    this.layout = layout;
    this.terms = new TermCache(layout);
  }

  /**
   * Opens a section written by a flush or a merge. Reads only header and footer.
   *
   * @throws dev.sutra.io.CorruptFileException if it is not a text index
   */
  public static TextIndex open(Section section) {
    return new TextIndex(new TextLayout(section));
  }

  @Override
  public int documents() {
    return layout.documents();
  }

  @Override
  public int lengthOf(int document) {
    return layout.lengths().of(document);
  }

  /** Totals of all documents, live or not. */
  public TextTotals totals() {
    return new TextTotals(layout.documentsWithText(), layout.totalLength());
  }

  /** Number of different terms. */
  long termCount() {
    return layout.termCount();
  }

  @Override
  public @Nullable IndexTerm find(String term) {
    return terms.find(term);
  }

  @Override
  public TermIterator terms(byte[] prefix) {
    return new PrefixTerms(
        new IndexTermIterator(layout, TermLookup.findBlock(layout, prefix)), prefix);
  }

  @Override
  public void forEachTerm(TermFilter filter, TermConsumer consumer) {
    new FilteredTerms(layout, filter, consumer).run();
  }

  @Override
  public boolean isSegment() {
    return true;
  }

  TextLayout layout() {
    return layout;
  }

  /** The terms of an index with a prefix. */
  private static final class PrefixTerms extends TermIterator {
    private final IndexTermIterator terms;
    private final byte[] prefix;

    PrefixTerms(IndexTermIterator terms, byte[] prefix) {
      this.terms = terms;
      this.prefix = prefix;
    }

    @Override
    public boolean next() {
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
    public byte[] bytes() {
      return terms.bytes();
    }

    @Override
    public int length() {
      return terms.length();
    }

    @Override
    public Postings postings() {
      return terms.postings();
    }
  }
}
