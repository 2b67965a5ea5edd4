package dev.sutra.text.analysis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // Texts are untrusted: a random odd factor prevents words that are chosen to collide.
  private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

  // Upper case letters differ from lower case by one bit.
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long BEFORE_UPPER = 0x3f3f_3f3f_3f3f_3f3fL;
  private static final long AFTER_UPPER = 0x2525_2525_2525_2525L;

  private byte[] text = new byte[0];
  private int at;
  private int end;
  private int start;
  private int length;

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

  /** The word in lower case. */
  public byte[] word() {
    byte[] word = new byte[length];
    for (int i = 0; i < length; i++) {
      word[i] = (byte) (part(i & -Long.BYTES) >>> (Byte.SIZE * i));
    }
    return word;
  }

  /** Where the word begins in the text. */
  public int start() {
    return start;
  }

  /** Makes an earlier word of the text the current one; {@link #next} goes on as before. */
  public void select(int wordStart, int wordLength) {
    start = wordStart;
    length = wordLength;
  }

  /** Bytes of the word. */
  public int length() {
    return length;
  }

  /** Whether the word is this one. */
  public boolean is(byte[] other, int from, int otherLength) {
    if (otherLength != length) {
      return false;
    }
    for (int i = 0; i < length; i += Long.BYTES) {
      if (part(i) != load(other, from + i, length - i)) {
        return false;
      }
    }
    return true;
  }

  /** Eight bytes of the word from an offset on, the first one lowest; 0 beyond its end. */
  public long part(int from) {
    long bytes = load(text, start + from, length - from);
    long upper = (bytes + BEFORE_UPPER) & ~(bytes + AFTER_UPPER) & HIGH_BITS;
    return bytes | (upper >>> 2);
  }

  /** Up to eight bytes of an array. */
  private static long load(byte[] bytes, int from, int count) {
    if (count <= 0) {
      return 0;
    }
    if (bytes.length - from >= Long.BYTES) {
      long all = (long) LONG.get(bytes, from);
      return count >= Long.BYTES ? all : all & (1L << (Byte.SIZE * count)) - 1;
    }
    long some = 0;
    for (int i = 0; i < count; i++) {
      some |= (long) bytes[from + i] << (Byte.SIZE * i);
    }
    return some;
  }

  /** A hash of the word, the same in all instances of this process. */
  public int hash() {
    long hash = length;
    for (int from = 0; from < length; from += Long.BYTES) {
      hash = (hash ^ part(from)) * FACTOR;
      hash ^= hash >>> Integer.SIZE;
    }
    return (int) ((hash * FACTOR) >>> Integer.SIZE);
  }

  /** Reads characters of one word; false if it is too long or consists of underscores. */
  private boolean readWord() {
    start = at;
    boolean isWord = false;
    byte last = OTHER;
    while (at < end) {
      byte kind = KINDS[text[at]];
      if (kind == OTHER || (kind >= MID_LETTER && !joins(kind, last))) {
        break;
      }
      if (at - start == LENGTH_MAX) {
        length = LENGTH_MAX;
        return false;
      }
      isWord |= kind <= DIGIT;
      last = kind;
      at++;
    }
    length = isWord ? at - start : 0;
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
