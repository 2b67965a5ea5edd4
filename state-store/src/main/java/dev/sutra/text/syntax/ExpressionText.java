package dev.sutra.text.syntax;

import java.util.Set;

/** The signs of the query language, and how words are written in it. */
final class ExpressionText {
  static final char ESCAPE = '\\';
  static final char QUOTE = '"';
  static final char STAR = '*';
  static final char TILDE = '~';
  static final char CARET = '^';
  static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");

  private static final String SIGNS = "\\\"()*~^+-";

  private ExpressionText() {}

  /** Text as a word: no part of it is taken as syntax. */
  static String word(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 2);
    if (OPERATORS.contains(text)) {
      escaped.append(ESCAPE);
    }
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (SIGNS.indexOf(character) >= 0 || isSpace(character)) {
        escaped.append(ESCAPE);
      }
      escaped.append(character);
    }
    return escaped.toString();
  }

  /** Text in quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append(QUOTE);
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == QUOTE || character == ESCAPE) {
        quoted.append(ESCAPE);
      }
      quoted.append(character);
    }
    return quoted.append(QUOTE).toString();
  }

  /** Whether a sign directly before this place of a text is an operator. */
  static boolean takesSign(String text, int at) {
    if (at >= text.length()) {
      return false;
    }
    int character = text.codePointAt(at);
    return isWord(character) || character == QUOTE || character == '(' || character == ESCAPE;
  }

  static boolean isSpace(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  /** Whether a character can be a part of a word. */
  static boolean isWord(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(character);
    };
  }
}
