package dev.sutra.app.cli;

import java.io.Console;

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
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  // The blocks with East Asian Width "wide", approximately.
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
