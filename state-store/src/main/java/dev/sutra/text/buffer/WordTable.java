package dev.sutra.text.buffer;

import dev.sutra.text.analysis.AnalyzedWord;
import dev.sutra.text.analysis.AsciiWords;
import java.util.Arrays;

/**
 * The words of a {@link TextBuffer} and the numbers of their terms: a word that was seen before
 * costs one look-up, whatever its analysis takes. Writer thread only.
 */
final class WordTable {
  /** Number of terms, and of stems among them: {@code terms << 1 | stems}. */
  static final int COUNTS = 0;

  /** The number of the first term; the others follow. */
  static final int FIRST_TERM = 1;

  private static final int HASH = FIRST_TERM + AnalyzedWord.TERMS_MAX;
  private static final int WORD = HASH + 1;
  private static final int LENGTH = WORD + 1;
  private static final int RECORD_INTS = LENGTH + 1;
  private static final int SLOTS_MIN = 64;

  private final TermTable terms;
  // A slot contains the number of a word plus 1, or 0.
  private int[] slots = new int[SLOTS_MIN];
  private int[] records = new int[SLOTS_MIN / 2 * RECORD_INTS];
  private byte[] bytes = new byte[4 * SLOTS_MIN];
  private int count;
  private int bytesUsed;

  WordTable(TermTable terms) {
    this.terms = terms;
  }

  /** The place of a word in {@link #records}; −1 if it is new. */
  int find(AsciiWords words) {
    byte[] word = words.word();
    int length = words.length();
    int hash = words.hash();
    int mask = slots.length - 1;
    for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int at = (slots[slot] - 1) * RECORD_INTS;
      if (records[at + HASH] == hash && isWord(at, word, length)) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Adds a new word, and its terms to the terms. Returns its place in {@link #records}.
   *
   * @param hash {@link AsciiWords#hash} of the word
   */
  int add(AnalyzedWord analyzed, int hash) {
    byte[] word = analyzed.word();
    int at = count * RECORD_INTS;
    if (at + RECORD_INTS > records.length) {
      records = Arrays.copyOf(records, 2 * records.length);
    }
    if (bytesUsed + word.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int term = at + FIRST_TERM;
    for (byte[] each : analyzed.terms()) {
      records[term++] = terms.findOrAdd(each, 0, each.length);
    }
    records[at + COUNTS] = analyzed.terms().size() << 1 | analyzed.stems();
    records[at + HASH] = hash;
    records[at + WORD] = bytesUsed;
    records[at + LENGTH] = word.length;
    System.arraycopy(word, 0, bytes, bytesUsed, word.length);
    bytesUsed += word.length;
    count++;
    if (2 * count > slots.length) {
      slots = new int[2 * slots.length];
      for (int each = 0; each < count; each++) {
        insert(each);
      }
    } else {
      insert(count - 1);
    }
    return at;
  }

  int[] records() {
    return records;
  }

  /** Heap use, bytes. */
  long bytes() {
    return 4L * slots.length + 4L * records.length + bytes.length;
  }

  private void insert(int word) {
    int mask = slots.length - 1;
    int slot = records[word * RECORD_INTS + HASH] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = word + 1;
  }

  private boolean isWord(int at, byte[] word, int length) {
    int from = records[at + WORD];
    return records[at + LENGTH] == length
        && Arrays.equals(bytes, from, from + length, word, 0, length);
  }
}
