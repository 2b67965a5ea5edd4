package dev.sutra.text.analysis;

/** Receives the tokens of a text one after the other. */
@FunctionalInterface
public interface TokenConsumer {
  /**
   * Receives a token.
   *
   * @param bytes contains the term; valid only during the call
   * @param offset where in {@code bytes} the term begins
   * @param length bytes of the term, 1 to {@value TermBytes#MAX}
   * @param position position in the text, counted in words from 0, not descending; omitted words
   *     leave gaps
   */
  void token(byte[] bytes, int offset, int length, int position);
}
