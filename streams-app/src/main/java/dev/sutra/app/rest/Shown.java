package dev.sutra.app.rest;

/** Shows texts from outside in messages: short and without control characters. */
final class Shown {
  private static final int CHARS_MAX = 64;

  private Shown() {}

  static String quoted(String text) {
    return '"' + plain(text, CHARS_MAX) + '"';
  }

  static String plain(String text, int charsMax) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(charsMax)
        .map(c -> Character.isISOControl(c) || isLoneSurrogate(c) ? '?' : c)
        .forEach(shown::appendCodePoint);
    if (shown.length() < text.length()) {
      shown.append('…');
    }
    return shown.toString();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
