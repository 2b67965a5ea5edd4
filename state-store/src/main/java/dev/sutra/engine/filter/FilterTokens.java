package dev.sutra.engine.filter;

import java.util.Locale;

/** Splits the text of a filter into tokens; the package page gives the grammar. */
final class FilterTokens {
  enum Kind {
    /** A name or a string without quotes. */
    WORD,
    /** A name or a string in quotes. */
    QUOTED,
    /** Begins with a digit or a sign: a number or a time. */
    NUMBER,
    /** A word of the grammar, in lower case. */
    KEYWORD,
    /** A sign, such as a parenthesis or a comparison. */
    SIGN,
    END
  }

  private static final int SHOWN_MAX = 40;
  // Longer ones first.
  private static final String[] SIGNS = {
    "<->", "->", "<-", "<=", ">=", "!=", "<", ">", "=", "^", "(", ")", ","
  };

  private final String text;
  private int next;
  private int start;
  private Kind kind = Kind.END;
  private String value = "";

  FilterTokens(String text) {
    this.text = text;
    advance();
  }

  Kind kind() {
    return kind;
  }

  /** The token without its quotes. */
  String value() {
    return value;
  }

  boolean is(Kind expected, String expectedValue) {
    return kind == expected && value.equals(expectedValue);
  }

  /** Moves on if this is the token. */
  boolean take(Kind expected, String expectedValue) {
    boolean taken = is(expected, expectedValue);
    if (taken) {
      advance();
    }
    return taken;
  }

  /** Where the token starts, for {@link #error}. */
  int place() {
    return start;
  }

  /** The error that another token was expected. */
  IllegalArgumentException expected(String what) {
    String found =
        switch (kind) {
          case END -> "the end";
          case QUOTED -> '"' + shown(value) + '"';
          default -> shown(value);
        };
    return error(place(), "expected " + what + ", found " + found);
  }

  /** An error at a place, which the message counts in characters from 1. */
  IllegalArgumentException error(int place, String problem) {
    int character = text.codePointCount(0, place) + 1;
    return new IllegalArgumentException("filter, character " + character + ": " + problem);
  }

  void advance() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    start = next;
    if (next == text.length()) {
      kind = Kind.END;
      value = "";
      return;
    }
    int first = text.codePointAt(next);
    if (first == '"') {
      readQuoted();
    } else if (isLetter(first)) {
      readWord();
    } else if (isDigit(first) || ((first == '-' || first == '+') && isDigit(at(next + 1)))) {
      readNumber();
    } else {
      readSign();
    }
  }

  private void readQuoted() {
    StringBuilder unquoted = new StringBuilder();
    int at = next + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        char escaped = (char) at(at);
        if (escaped != '"' && escaped != '\\') {
          throw error(at - 1, "\\ stands only before \" and \\ in a string");
        }
        c = escaped;
        at++;
      }
      unquoted.append(c);
    }
    if (at >= text.length()) {
      throw error(place(), "the string has no closing quote");
    }
    kind = Kind.QUOTED;
    value = unquoted.toString();
    next = at + 1;
  }

  private void readWord() {
    while (next < text.length() && continuesWord(next)) {
      next += Character.charCount(text.codePointAt(next));
    }
    value = text.substring(start, next);
    String lower = value.toLowerCase(Locale.ROOT);
    kind = Kind.WORD;
    if (isKeyword(lower)) {
      kind = Kind.KEYWORD;
      value = lower;
    }
  }

  private void readNumber() {
    next++;
    while (next < text.length() && continuesNumber(next)) {
      next++;
    }
    kind = Kind.NUMBER;
    value = text.substring(start, next);
  }

  private void readSign() {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, next)) {
        next += sign.length();
        kind = Kind.SIGN;
        value = sign;
        return;
      }
    }
    int found = text.codePointAt(next);
    throw error(
        place(), "unexpected " + shown(Character.toString(found)) + "; strings are put in quotes");
  }

  /** Whether a text is a word of the grammar. */
  static boolean isKeyword(String lower) {
    return switch (lower) {
      case "and", "or", "not", "in", "exists", "has", "true", "false" -> true;
      default -> false;
    };
  }

  /** Whether a name or a string can be written without quotes. */
  static boolean isWord(String text) {
    if (text.isEmpty()
        || !isLetter(text.codePointAt(0))
        || isKeyword(text.toLowerCase(Locale.ROOT))) {
      return false;
    }
    FilterTokens alone = new FilterTokens(text);
    return alone.value.length() == text.length();
  }

  private boolean continuesWord(int at) {
    int c = text.codePointAt(at);
    return isLetter(c)
        || isDigit(c)
        || "./:@#".indexOf(c) >= 0
        || (c == '-' && (isLetter(at(at + 1)) || isDigit(at(at + 1))));
  }

  private boolean continuesNumber(int at) {
    int c = text.charAt(at);
    return isLetter(c)
        || isDigit(c)
        || c == '.'
        || c == ':'
        || ((c == '-' || c == '+') && isDigit(at(at + 1)));
  }

  /** The code point at a place; -1 behind the end. */
  private int at(int place) {
    return place < text.length() ? text.codePointAt(place) : -1;
  }

  private static boolean isLetter(int c) {
    return c == '_' || Character.isLetter(c);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN_MAX)
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN_MAX ? shown + "…" : shown.toString();
  }
}
