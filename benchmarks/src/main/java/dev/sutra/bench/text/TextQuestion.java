package dev.sutra.bench.text;

/**
 * A query as it is typed.
 *
 * @param words words, or all of them in quotes
 * @param all whether all words must match, not any
 */
record TextQuestion(String words, boolean all) {
  boolean isPhrase() {
    return words.startsWith("\"");
  }
}
