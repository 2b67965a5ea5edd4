package dev.sutra.text.score;

import org.jspecify.annotations.Nullable;

/**
 * The texts of one memtable or one segment, by document.
 *
 * <p>Thread-safe. A memtable allows one concurrent writer.
 */
public abstract class TextSource {
  public TextSource() {}

  /**
   * Number of tokens of the document's text; 0 if it has no text.
   *
   * <p>The corpus statistics of a store count the live documents whose length is not 0, and sum
   * their lengths ({@link TextTotals}).
   *
   * @throws IndexOutOfBoundsException if the number is negative, or a segment has no such document
   */
  public abstract int lengthOf(int document);

  /** Upper bound of the document numbers, exclusive. It grows in a memtable. */
  public abstract int documents();

  /** Finds a term; null if it occurs in no document. */
  public abstract @Nullable TermEntry find(String term);

  /** Receives terms, one after the other. */
  @FunctionalInterface
  public interface TermConsumer {
    /**
     * Receives a term.
     *
     * @param bytes begins with the term; valid only during the call
     * @param length bytes of the term
     */
    void term(byte[] bytes, int length);
  }

  /** Passes on the terms that an automaton accepts, in any order. */
  public abstract void forEachTerm(TermFilter filter, TermConsumer consumer);

  /** The terms with this prefix, in byte order. */
  public abstract TermIterator terms(byte[] prefix);

  /** Whether the source is immutable and its documents are numbered in the order of concept ids. */
  public abstract boolean isSegment();
}
