package dev.sutra.text.syntax;

import dev.sutra.text.syntax.TextExpression.Phrase;
import dev.sutra.text.syntax.TextExpression.Prefix;
import dev.sutra.text.syntax.TextExpression.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads texts without syntax errors: words, phrases in double quotes, and prefixes followed by
 * {@code *}. Every text is valid. A prefix starts after the preceding space. An unclosed quote
 * extends to the end.
 */
public final class PlainTextParser {
  private final String text;
  private final List<TextExpression> parts = new ArrayList<>();

  private PlainTextParser(String text) {
    this.text = text;
  }

  /** The words, phrases and prefixes of a text, in their order; words that follow are one text. */
  public static List<TextExpression> parse(String text) {
    return new PlainTextParser(text).parse();
  }

  private List<TextExpression> parse() {
    int from = 0;
    boolean quoted = false;
    while (from <= text.length()) {
      int quote = text.indexOf(ExpressionText.QUOTE, from);
      int to = quote < 0 ? text.length() : quote;
      if (quoted) {
        parts.add(new Phrase(text.substring(from, to), 0));
      } else {
        addWords(from, to);
      }
      quoted = !quoted;
      from = to + 1;
    }
    return List.copyOf(parts);
  }

  /** Adds the words of a range, and a prefix for each star at the end of a word. */
  private void addWords(int from, int to) {
    int start = from;
    for (int at = from; at < to; at++) {
      if (text.charAt(at) == ExpressionText.STAR && endsWord(at + 1, to)) {
        int word = wordBefore(at, start);
        addText(start, word);
        if (word < at) {
          parts.add(new Prefix(text.substring(word, at)));
        }
        start = at + 1;
      }
    }
    addText(start, to);
  }

  private boolean endsWord(int at, int to) {
    return at == to || !ExpressionText.isWord(text.codePointAt(at));
  }

  private void addText(int from, int to) {
    if (from < to) {
      parts.add(new Word(text.substring(from, to)));
    }
  }

  private int wordBefore(int end, int limit) {
    int start = end;
    while (start > limit) {
      int character = text.codePointBefore(start);
      if (ExpressionText.isSpace(character)) {
        break;
      }
      start -= Character.charCount(character);
    }
    return start;
  }
}
