package dev.sutra.text.index;

import dev.sutra.io.Section;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.Terms;
import dev.sutra.text.score.TextSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a segment, read where they are mapped; nothing that grows with terms or documents is
 * copied to the heap.
 *
 * <p>Each part is verified against its checksums before it is read first. Numbers that make no
 * sense raise {@link dev.sutra.io.CorruptFileException}. Safe for use by many threads.
 */
public final class TextIndex extends TextSource {
  private final TextLayout layout;
  private final TermCache terms;

  private TextIndex(TextLayout layout) {
    this.layout = layout;
    this.terms = new TermCache(layout);
  }

  /**
   * Opens a section that a flush or a merge has written. Reads header and footer only.
   *
   * @throws dev.sutra.io.CorruptFileException if it is none
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

  /** Number of documents whose length is not 0, live or not. */
  public int documentsWithText() {
    return layout.documentsWithText();
  }

  /** Sum of the lengths of all documents, live or not. */
  public long totalLength() {
    return layout.totalLength();
  }

  /** Number of different terms. */
  public long termCount() {
    return layout.termCount();
  }

  @Override
  public @Nullable IndexTerm find(String term) {
    return terms.find(term);
  }

  @Override
  public Terms terms(byte[] prefix) {
    return new PrefixTerms(new IndexTerms(layout, TermLookup.findBlock(layout, prefix)), prefix);
  }

  @Override
  public boolean isSegment() {
    return true;
  }

  TextLayout layout() {
    return layout;
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
