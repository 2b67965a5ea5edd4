package dev.sutra.text.buffer;

import dev.sutra.text.score.TermIterator;
import java.util.Arrays;
import java.util.function.IntFunction;

/** The present terms of a {@link TextBuffer} with a prefix, sorted on the heap. */
final class SortedTerms extends TermIterator {
  private final TermTable terms;
  private final IntFunction<BufferPostings> postings;
  private final int[] sorted;
  private byte[] bytes = new byte[0];
  private int at = -1;

  /**
   * Sorts the terms.
   *
   * @param postings the postings of a term, by its number
   */
  SortedTerms(TermTable terms, byte[] prefix, IntFunction<BufferPostings> postings) {
    this.terms = terms;
    this.postings = postings;
    int[] found = new int[64];
    int size = 0;
    int count = terms.count();
    for (int term = 0; term < count; term++) {
      if (terms.startsWith(term, prefix)) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = term;
      }
    }
    sorted = Arrays.copyOf(found, size);
    TermOrder.sort(terms, sorted, size);
  }

  @Override
  public boolean next() {
    at++;
    if (isAtEnd()) {
      return false;
    }
    bytes = terms.bytes(sorted[at]);
    return true;
  }

  /** Whether there are no more terms. */
  boolean isAtEnd() {
    return at >= sorted.length;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public BufferPostings postings() {
    return postings.apply(sorted[at]);
  }
}
