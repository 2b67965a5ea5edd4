package dev.sutra.app.cli;

import java.io.Console;
import org.jline.utils.WCWidth;

/** Whether there is a terminal, and how many columns a text takes on it. */
public final class Terminal {
  private Terminal() {}

  // The console of the base module, which JDK 25 uses again, is null without a terminal.
  @SuppressWarnings("SystemConsoleNull")
  public static boolean isPresent() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** How many columns a text takes. */
  static int columns(String text) {
    return text.codePoints().map(Terminal::columns).sum();
  }

  /** Cuts a text to a number of columns, with an ellipsis where something was cut. */
  static String cut(String text, int columnsMax) {
    if (columns(text) <= columnsMax) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      columns += columns(codePoint);
      if (columns > columnsMax - 1) {
        break;
      }
      cut.appendCodePoint(codePoint);
      i += Character.charCount(codePoint);
    }
    return cut.append('…').toString();
  }

  private static int columns(int codePoint) {
    // -1 for control characters, of which a printed text has none.
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }
}
