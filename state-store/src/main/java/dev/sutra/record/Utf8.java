package dev.sutra.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks encoded strings without decoding them. */
final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Utf8() {}

  static boolean isAscii(byte[] bytes, int start, int end) {
    long seen = 0;
    int at = start;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      seen |= (long) LONG.get(bytes, at);
    }
    for (; at < end; at++) {
      seen |= bytes[at];
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** Whether bytes are well-formed UTF-8 (Unicode Standard, table 3-7). */
  static boolean isValid(byte[] bytes, int start, int end) {
    if (isAscii(bytes, start, end)) {
      return true;
    }
    int at = start;
    while (at < end) {
      int length = lengthAt(bytes, at, end);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Length of the character that begins here; 0 if none does. */
  private static int lengthAt(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || length > end - at) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xff;
    boolean valid =
        switch (first) {
          // Shorter forms exist.
          case 0xe0 -> second >= 0xa0;
          case 0xf0 -> second >= 0x90;
          // Surrogates, and what is above the last character.
          case 0xed -> second < 0xa0;
          case 0xf4 -> second < 0x90;
          default -> true;
        };
    return valid ? length : 0;
  }
}
