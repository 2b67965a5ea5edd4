package dev.sutra.text.analysis;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Splits an ASCII text into words as UAX #29 does, in lower case: letters, digits and underscores;
 * and between two letters or two digits the punctuation that the standard keeps, as in {@code
 * can't} or {@code 3.14}. A word has at least one letter or digit.
 *
 * <p>Words of more than {@value #LENGTH_MAX} bytes are not supported. Not thread-safe.
 */
public final class AsciiWords {
  /** Most bytes of a word. */
  public static final int LENGTH_MAX = 64;

  private static final byte OTHER = 0;
  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;
  private static final byte UNDERSCORE = 3;
  // Kept between two letters, two digits, or either.
  private static final byte MID_LETTER = 4;
  private static final byte MID_NUMBER = 5;
  private static final byte MID_BOTH = 6;
  private static final byte[] KINDS = kinds();
  private static final int TO_LOWER = 'a' - 'A';
  // Texts are untrusted: a random odd factor prevents words that are chosen to collide.
  private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

  private final byte[] word = new byte[LENGTH_MAX];
  private byte[] text = new byte[0];
  private int at;
  private int end;
  private int length;
  private long hash;

  /** Whether a range has only ASCII characters. */
  public static boolean isAscii(byte[] text, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= text[i];
    }
    return all >= 0;
  }

  /** Begins a text for which {@link #isAscii} is true. */
  public void begin(byte[] newText, int from, int to) {
    text = newText;
    at = from;
    end = to;
  }

  /**
   * Moves to the next word.
   *
   * @return its length; 0 at the end; −1 if a word is too long
   */
  public int next() {
    while (at < end) {
      if (KINDS[text[at]] == OTHER || KINDS[text[at]] >= MID_LETTER) {
        at++;
      } else if (readWord()) {
        return length;
      } else if (length == LENGTH_MAX) {
        return -1;
      }
    }
    return 0;
  }

  /** The word in lower case, up to its length. Reused by {@link #next}. */
  public byte[] word() {
    return word;
  }

  /** Bytes of the word. */
  public int length() {
    return length;
  }

  /** A hash of the word, the same in all instances of this process. */
  public int hash() {
    long mixed = (hash ^ hash >>> Integer.SIZE) * FACTOR;
    return (int) (mixed >>> Integer.SIZE);
  }

  /** Reads characters of one word; false if it is too long or consists of underscores. */
  private boolean readWord() {
    length = 0;
    hash = FACTOR;
    boolean isWord = false;
    byte last = OTHER;
    while (at < end) {
      byte character = text[at];
      byte kind = KINDS[character];
      if (kind == OTHER || (kind >= MID_LETTER && !joins(kind, last))) {
        break;
      }
      if (length == LENGTH_MAX) {
        return false;
      }
      boolean upper = character >= 'A' && character <= 'Z';
      byte lower = upper ? (byte) (character + TO_LOWER) : character;
      word[length++] = lower;
      hash = (hash ^ lower) * FACTOR;
      isWord |= kind <= DIGIT;
      last = kind;
      at++;
    }
    if (!isWord) {
      length = 0;
    }
    return isWord;
  }

  /** Whether the punctuation at the current place is inside a word. */
  private boolean joins(byte kind, byte last) {
    if (at + 1 == end || KINDS[text[at + 1]] != last) {
      return false;
    }
    return last == LETTER ? kind != MID_NUMBER : last == DIGIT && kind != MID_LETTER;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (char c = 'a'; c <= 'z'; c++) {
      kinds[c] = LETTER;
      kinds[c - TO_LOWER] = LETTER;
    }
    for (char c = '0'; c <= '9'; c++) {
      kinds[c] = DIGIT;
    }
    kinds['_'] = UNDERSCORE;
    kinds[':'] = MID_LETTER;
    kinds[','] = MID_NUMBER;
    kinds[';'] = MID_NUMBER;
    kinds['.'] = MID_BOTH;
    kinds['\''] = MID_BOTH;
    return kinds;
  }
}
