package dev.sutra.bench.text;

/**
 * A query as it is typed.
 *
 * @param words words, or all of them in quotes; or one word that ends with a star, or with {@code
 *     ~} and a number of edits
 * @param all whether all words must match, not any
 */
record TextQuestion(String words, boolean all) {
  boolean isPhrase() {
    return words.startsWith("\"");
  }

  boolean isPrefix() {
    return words.endsWith("*");
  }

  /** Edits that a fuzzy word allows; 0 for any other. */
  int edits() {
    int sign = words.length() - 2;
    return sign > 0 && words.charAt(sign) == '~' ? words.charAt(sign + 1) - '0' : 0;
  }

  /** The word of a prefix or a fuzzy word. */
  String word() {
    return words.substring(0, words.length() - (isPrefix() ? 1 : 2));
  }
}
