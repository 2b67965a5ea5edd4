package dev.sutra.text.buffer;

import dev.sutra.text.analysis.AsciiWords;

/**
 * Some words of a text that are looked up together in a {@link WordTable}: each look-up is a cache
 * miss or two, and those of several words overlap. Writer thread only.
 */
final class WordBatch {
  /** Most words of a batch. */
  static final int WORDS_MAX = 64;

  /** Returned for a word that is too long. */
  static final int TOO_LONG = -1;

  private final int[] starts = new int[WORDS_MAX];
  private final int[] lengths = new int[WORDS_MAX];
  private final int[] hashes = new int[WORDS_MAX];
  private final long[] firsts = new long[WORDS_MAX];
  private final long[] seconds = new long[WORDS_MAX];
  private final int[] places = new int[WORDS_MAX];
  private int count;

  /**
   * Reads the next words of a text; replaces the words before.
   *
   * @return their number, less than {@link #WORDS_MAX} at the end of the text; or {@link #TOO_LONG}
   */
  int read(AsciiWords words) {
    int read = 0;
    while (read < WORDS_MAX) {
      int length = words.next();
      if (length < 0) {
        return TOO_LONG;
      }
      if (length == 0) {
        break;
      }
      starts[read] = words.start();
      lengths[read] = length;
      hashes[read] = words.hash();
      firsts[read] = words.part(0);
      seconds[read] = words.part(Long.BYTES);
      read++;
    }
    count = read;
    return read;
  }

  int count() {
    return count;
  }

  int start(int word) {
    return starts[word];
  }

  int length(int word) {
    return lengths[word];
  }

  int hash(int word) {
    return hashes[word];
  }

  /** The first eight bytes of a word; see {@link AsciiWords#part}. */
  long first(int word) {
    return firsts[word];
  }

  /** The next eight bytes of a word. */
  long second(int word) {
    return seconds[word];
  }

  /** Where a word probably is in the table; −1 if that is not known. */
  int place(int word) {
    return places[word];
  }

  void setPlace(int word, int place) {
    places[word] = place;
  }
}
