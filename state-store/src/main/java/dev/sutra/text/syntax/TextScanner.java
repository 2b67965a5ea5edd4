package dev.sutra.text.syntax;

import dev.sutra.text.syntax.TextExpression.Boosted;
import dev.sutra.text.syntax.TextExpression.Fuzzy;
import dev.sutra.text.syntax.TextExpression.Prefix;
import dev.sutra.text.syntax.TextExpression.Word;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a query text from left to right. Not thread-safe. */
final class TextScanner {
  private static final int NUMBER_CHARACTERS_MAX = 25;

  private final String text;
  private int at;

  TextScanner(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  boolean isAt(char character) {
    return at < text.length() && text.charAt(at) == character;
  }

  /** Moves behind one character. */
  void skip() {
    at++;
  }

  void skipSpaces() {
    while (at < text.length() && ExpressionText.isSpace(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
  }

  /** The operator that is next; null if it is something else. */
  @Nullable String operator() {
    for (String operator : ExpressionText.OPERATORS) {
      if (text.startsWith(operator, at) && isBoundary(at + operator.length())) {
        return operator;
      }
    }
    return null;
  }

  /** Moves behind an operator, if it is next. */
  boolean takeOperator(String operator) {
    skipSpaces();
    boolean taken = operator.equals(operator());
    at += taken ? operator.length() : 0;
    return taken;
  }

  /** Moves behind a sign, if it is next and something follows that it can apply to. */
  boolean takeSign(char sign) {
    boolean taken = isAt(sign) && ExpressionText.takesSign(text, at + 1);
    at += taken ? 1 : 0;
    return taken;
  }

  /** Reads text in quotes. */
  String quoted() {
    int open = at++;
    StringBuilder quoted = new StringBuilder();
    while (!isAtEnd()) {
      char character = text.charAt(at++);
      if (character == ExpressionText.QUOTE) {
        return quoted.toString();
      }
      if (character == ExpressionText.ESCAPE && !isAtEnd()) {
        character = text.charAt(at++);
      }
      quoted.append(character);
    }
    throw error("\" is not closed", open);
  }

  /** Reads the slop of a phrase; 0 if it has none. */
  int slop() {
    if (!isAt(ExpressionText.TILDE)) {
      return 0;
    }
    int end = digits(at + 1);
    if (end == at + 1) {
      throw error("expected a number of positions after ~", end);
    }
    int slop = number(at + 1, end);
    if (slop > TextExpression.SLOP_MAX) {
      throw error("slop is more than " + TextExpression.SLOP_MAX, at + 1);
    }
    at = end;
    return slop;
  }

  /** Reads the boost of a phrase or a group; 1 if it has none. */
  double boost() {
    if (!isAt(ExpressionText.CARET)) {
      return 1;
    }
    int end = decimal(at + 1);
    if (end == at + 1) {
      throw error("expected a number after ^", end);
    }
    return takeBoost(end);
  }

  /** Reads a word with what belongs to it. There is at least one character of it. */
  TextExpression word() {
    StringBuilder word = new StringBuilder();
    while (!isBoundary(at)) {
      int character = text.codePointAt(at);
      if (character == ExpressionText.ESCAPE) {
        at++;
        if (isAtEnd()) {
          throw error("expected a character after \\", at);
        }
        character = text.codePointAt(at);
      } else if (!word.isEmpty()) {
        TextExpression whole = end(word.toString(), character);
        if (whole != null) {
          return whole;
        }
      }
      word.appendCodePoint(character);
      at += Character.charCount(character);
    }
    return new Word(word.toString());
  }

  /** The expression of a word, if this character and what follows ends it; else null. */
  private @Nullable TextExpression end(String word, int character) {
    return switch (character) {
      case ExpressionText.STAR -> endPrefix(word);
      case ExpressionText.TILDE -> endFuzzy(word);
      case ExpressionText.CARET -> isBoost(at) ? boosted(new Word(word)) : null;
      default -> null;
    };
  }

  private @Nullable TextExpression endPrefix(String word) {
    if (at + 1 < text.length() && ExpressionText.isWord(text.codePointAt(at + 1))) {
      return null;
    }
    at++;
    return boosted(new Prefix(word));
  }

  private @Nullable TextExpression endFuzzy(String word) {
    int end = digits(at + 1);
    if (!isBoundary(end) && !isBoost(end)) {
      return null;
    }
    int edits = end == at + 1 ? TextExpression.EDITS_AUTO : number(at + 1, end);
    if (edits > TextExpression.EDITS_MAX) {
      throw error("edits are more than " + TextExpression.EDITS_MAX, at + 1);
    }
    at = end;
    return boosted(new Fuzzy(word, edits));
  }

  private TextExpression boosted(TextExpression word) {
    if (!isBoost(at)) {
      return word;
    }
    double factor = takeBoost(decimal(at + 1));
    return factor == 1 ? word : new Boosted(word, factor);
  }

  private boolean isBoost(int from) {
    if (from >= text.length() || text.charAt(from) != ExpressionText.CARET) {
      return false;
    }
    int end = decimal(from + 1);
    return end > from + 1 && isBoundary(end);
  }

  private double takeBoost(int end) {
    String number = text.substring(at + 1, end);
    double factor = Double.parseDouble(number);
    if (!(factor >= TextExpression.BOOST_MIN && factor <= TextExpression.BOOST_MAX)) {
      throw error(
          "boost is "
              + number
              + "; "
              + TextExpression.BOOST_MIN
              + " to "
              + TextExpression.BOOST_MAX
              + " is allowed",
          at + 1);
    }
    at = end;
    return factor;
  }

  /** Where the decimal number that starts here ends; {@code from} if there is none. */
  private int decimal(int from) {
    int end = digits(from);
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = digits(end + 1);
      end = fraction > end + 1 ? fraction : end;
    }
    return end - from > NUMBER_CHARACTERS_MAX ? from : end;
  }

  private int digits(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** A number of digits; a great one for too many. */
  private int number(int from, int end) {
    return end - from > 6 ? Integer.MAX_VALUE : Integer.parseInt(text, from, end, 10);
  }

  private boolean isBoundary(int index) {
    if (index >= text.length()) {
      return true;
    }
    int character = text.codePointAt(index);
    return character == ExpressionText.QUOTE
        || character == '('
        || character == ')'
        || ExpressionText.isSpace(character);
  }

  /** An error at a place of the text. */
  IllegalArgumentException error(String message, int index) {
    int character = text.codePointCount(0, Math.min(index, text.length())) + 1;
    return new IllegalArgumentException("query: " + message + " (at character " + character + ")");
  }
}
