package dev.sutra.text.analysis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The terms that an index contains for whole words, beside stems. A word that is its own stem is
 * that term. Any other word, including stop words, is a term that ends with {@link #MARK}: terms
 * with a common prefix stay together, and no word of a query equals a marked one.
 */
public final class WordTerms {
  /** A control character, which no word contains. */
  public static final byte MARK = 1;

  /** Most bytes of a word without the mark; a longer one is truncated. */
  static final int BYTES_MAX = TermBytes.MAX - 1;

  private WordTerms() {}

  /** The term of a word that is its own stem; also of all words with this stem. */
  public static String stem(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    int length = TermBytes.truncatedLength(bytes, 0, bytes.length, TermBytes.MAX);
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** The term of a word that is not its own stem. */
  public static String marked(String word) {
    byte[] bytes = prefix(word);
    byte[] marked = Arrays.copyOf(bytes, bytes.length + 1);
    marked[bytes.length] = MARK;
    return new String(marked, StandardCharsets.UTF_8);
  }

  /** Whether a term is that of a word that is not its own stem. */
  public static boolean isMarked(byte[] term, int length) {
    return length > 0 && term[length - 1] == MARK;
  }

  /** The first bytes of the terms of all words with this prefix. */
  public static byte[] prefix(String prefix) {
    byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, TermBytes.truncatedLength(bytes, 0, bytes.length, BYTES_MAX));
  }
}
