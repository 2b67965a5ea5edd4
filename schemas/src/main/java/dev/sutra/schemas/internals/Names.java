package dev.sutra.schemas.internals;

/** Quotes untrusted names and texts for messages: short, without control characters. */
public final class Names {
  private static final int SHOWN_CHARS_MAX = 64;

  private Names() {}

  public static String shown(String name) {
    return '"' + plain(name, SHOWN_CHARS_MAX) + '"';
  }

  public static String plain(String text, int charsMax) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < charsMax; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return text.length() > charsMax ? shown.append("...").toString() : shown.toString();
  }
}
