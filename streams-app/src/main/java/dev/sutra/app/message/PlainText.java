package dev.sutra.app.message;

import java.util.function.IntPredicate;

/** Makes text from outside safe to show: in messages and on terminals. */
public final class PlainText {
  private static final int QUOTED_CHARS_MAX = 64;

  private PlainText() {}

  /** At most 64 characters of a text in double quotes; see {@link #shortened}. */
  public static String quoted(String text) {
    return '"' + shortened(text, QUOTED_CHARS_MAX) + '"';
  }

  /**
   * The beginning of a text for a message: control characters become question marks, and an
   * ellipsis marks what was cut.
   *
   * @param charsMax in code points
   */
  public static String shortened(String text, int charsMax) {
    int end = text.codePointCount(0, text.length()) > charsMax ? charsMax : -1;
    String kept = end < 0 ? text : text.substring(0, text.offsetByCodePoints(0, end));
    String shown = replaced(kept, c -> Character.isISOControl(c) || isLoneSurrogate(c), '?');
    return end < 0 ? shown : shown + '…';
  }

  /**
   * A whole text for a terminal: line ends, control characters and marks that change the direction
   * of writing become spaces. They could steer the terminal or garble a table.
   */
  public static String forTerminal(String text) {
    return replaced(text, PlainText::steersTerminal, ' ');
  }

  private static String replaced(String text, IntPredicate unsafe, char replacement) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().map(c -> unsafe.test(c) ? replacement : c).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean steersTerminal(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      // The zero-width joiner only combines characters.
      case Character.FORMAT -> codePoint != 0x200D;
      default -> false;
    };
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
