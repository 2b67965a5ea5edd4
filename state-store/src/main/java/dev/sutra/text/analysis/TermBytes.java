package dev.sutra.text.analysis;

/** The size of terms: 1 to {@value #MAX} bytes of UTF-8; longer ones are truncated. */
public final class TermBytes {
  public static final int MAX = 255;

  private TermBytes() {}

  /** The length of a term after truncation to at most {@code most} bytes. */
  static int truncatedLength(byte[] bytes, int offset, int length, int most) {
    if (length <= most) {
      return length;
    }
    int fits = most;
    // Not in the middle of a character: its second and later bytes are 10xxxxxx.
    while ((bytes[offset + fits] & 0xc0) == 0x80) {
      fits--;
    }
    return fits;
  }
}
