package dev.sutra.text.score;

import org.jspecify.annotations.Nullable;

/**
 * The texts of one memtable or one segment, by document.
 *
 * <p>Safe for use by many threads, beside the one that writes where the source is a {@link
 * TextBuffer}.
 */
public abstract class TextSource {
  public TextSource() {}

  /**
   * Tokens of the document's text, 0 where it has none.
   *
   * <p>A store's counters for {@link CorpusStatistics} are the number of live documents whose
   * length is not 0, and the sum of their lengths.
   *
   * @throws IndexOutOfBoundsException if a segment has no such document, or it is negative
   */
  public abstract int lengthOf(int document);

  /** Documents are numbered below this; more may come to a memtable. */
  public abstract int documents();

  /** A term, or null if surely no document holds it. */
  public abstract @Nullable TermEntry find(String term);

  /** The terms that begin with these bytes, in byte order. */
  public abstract Terms terms(byte[] prefix);

  /** Whether nothing is ever added, and documents ascend in the order of the concepts' ids. */
  public abstract boolean isSegment();
}
