package dev.sutra.text.analysis;

import java.util.List;

/**
 * The terms that an index contains for one word, whatever is around it.
 *
 * @param word the word in lower case, ASCII
 * @param stems how many of the terms count for the length of a text: 0 for a stop word, else 1
 * @param terms all terms, at most {@link #TERMS_MAX}
 */
@SuppressWarnings("ArrayRecordComponent") // Never changed.
public record AnalyzedWord(byte[] word, int stems, List<byte[]> terms) {
  /** A stem, a word before and a word after a language's filters. */
  public static final int TERMS_MAX = 3;

  public AnalyzedWord {
    terms = List.copyOf(terms);
  }
}
