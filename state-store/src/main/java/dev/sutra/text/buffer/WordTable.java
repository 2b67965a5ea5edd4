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
  // The first bytes of the word: most words are compared without a look at the others.
  private static final int BEGINNING = LENGTH + 1;
  private static final int BEGINNING_BYTES = 2 * Long.BYTES;
  private static final int RECORD_INTS = BEGINNING + BEGINNING_BYTES / Integer.BYTES;
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

  /**
   * Looks up words: sets the place of each in {@link #records}, or −1 if it is not where its hash
   * leads to first.
   */
  void find(WordBatch words) {
    int count = words.count();
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      words.setPlace(i, slots[words.hash(i) & mask] - 1);
    }
    for (int i = 0; i < count; i++) {
      int at = Math.max(0, words.place(i)) * RECORD_INTS;
      boolean found =
          part(at, 0) == words.first(i)
              && part(at, 2) == words.second(i)
              && records[at + LENGTH] == words.length(i)
              && words.length(i) <= BEGINNING_BYTES;
      words.setPlace(i, found ? at : -1);
    }
  }

  /** The place of a word in {@link #records}; −1 if it is new. */
  int find(AsciiWords words) {
    long first = words.part(0);
    long second = words.part(Long.BYTES);
    int mask = slots.length - 1;
    for (int slot = words.hash() & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int at = (slots[slot] - 1) * RECORD_INTS;
      if (part(at, 0) == first && part(at, 2) == second && isWord(at, words)) {
        return at;
      }
    }
    return -1;
  }

  /** Adds the current, new word, and its terms to the terms; returns its place as {@link #find}. */
  int add(AsciiWords words, AnalyzedWord analyzed) {
    byte[] word = analyzed.word();
    int at = count * RECORD_INTS;
    if (at + RECORD_INTS > records.length) {
      // By a quarter: twice as much at once would exceed the memory budget by as much.
      records = Arrays.copyOf(records, records.length + records.length / 4 + RECORD_INTS);
    }
    if (bytesUsed + word.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 4 + word.length);
    }
    int term = at + FIRST_TERM;
    for (byte[] each : analyzed.terms()) {
      records[term++] = terms.findOrAdd(each, 0, each.length);
    }
    records[at + COUNTS] = analyzed.terms().size() << 1 | analyzed.stems();
    records[at + HASH] = words.hash();
    records[at + WORD] = bytesUsed;
    records[at + LENGTH] = word.length;
    setPart(at, 0, words.part(0));
    setPart(at, 2, words.part(Long.BYTES));
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

  /**
   * Heap use, bytes, as if each array was about to grow: it increases with each word, and never by
   * as much as a grown array, which a memory budget could not foresee.
   */
  long bytes() {
    long slotBytes = 4L * Integer.BYTES * count;
    long recordBytes = (5L * Integer.BYTES / 4) * RECORD_INTS * count;
    return slotBytes + recordBytes + 5L * bytesUsed / 4;
  }

  private void insert(int word) {
    int mask = slots.length - 1;
    int slot = records[word * RECORD_INTS + HASH] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = word + 1;
  }

  /** Eight bytes of a word's beginning. */
  private long part(int at, int offset) {
    int part = at + BEGINNING + offset;
    return (records[part] & 0xffff_ffffL) | ((long) records[part + 1] << Integer.SIZE);
  }

  private void setPart(int at, int offset, long bytes) {
    records[at + BEGINNING + offset] = (int) bytes;
    records[at + BEGINNING + offset + 1] = (int) (bytes >>> Integer.SIZE);
  }

  /** Whether a word with the same beginning is the current one. */
  private boolean isWord(int at, AsciiWords words) {
    int length = records[at + LENGTH];
    return length <= BEGINNING_BYTES
        ? length == words.length()
        : words.is(bytes, records[at + WORD], length);
  }
}
