package dev.sutra.text.query;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordPrefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** Parses query texts as users type them. Not thread-safe. */
public final class TextQueryParser {
  private static final char QUOTE = '"';
  private static final char STAR = '*';

  private final String text;
  private final TextAnalyzer analyzer;
  private final Set<TextQuery.Clause> clauses = new LinkedHashSet<>();
  private final Set<String> ignored = new LinkedHashSet<>();

  private TextQueryParser(String text, TextAnalyzer analyzer) {
    if (text.length() > TextQuery.CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "query has "
              + text.length()
              + " characters; at most "
              + TextQuery.CHARACTERS_MAX
              + " are allowed");
    }
    this.text = text;
    this.analyzer = analyzer;
  }

  /**
   * Parses a query. It consists of words, phrases in double quotes, and prefixes followed by {@code
   * *}. No other syntax exists, and every text within the limits is valid.
   *
   * <p>Words and phrases are analyzed like texts. A prefix starts after the preceding space; it is
   * split into words like a text, but its words are not stemmed, and stop words are kept. An
   * unclosed quote extends to the end. A repeated word counts once.
   *
   * @throws IllegalArgumentException if the text or the query is longer than the limits of {@link
   *     TextQuery}
   */
  public static TextQuery parse(String text, TextAnalyzer analyzer, TextQuery.Mode mode) {
    return new TextQueryParser(text, analyzer).parse(mode);
  }

  private TextQuery parse(TextQuery.Mode mode) {
    int from = 0;
    boolean quoted = false;
    while (from <= text.length()) {
      int quote = text.indexOf(QUOTE, from);
      int to = quote < 0 ? text.length() : quote;
      if (quoted) {
        addPhrase(text.substring(from, to));
      } else {
        addWords(from, to);
      }
      quoted = !quoted;
      from = to + 1;
    }
    if (clauses.isEmpty() && ignored.isEmpty()) {
      // A text without words: all its symbols are ignored.
      new StringTokenizer(text).asIterator().forEachRemaining(sign -> ignored.add((String) sign));
    }
    return new TextQuery(mode, List.copyOf(clauses), List.copyOf(ignored));
  }

  /** Adds the words of a range, and a prefix for each star at the end of a word. */
  private void addWords(int from, int to) {
    int start = from;
    for (int at = from; at < to; at++) {
      if (text.charAt(at) == STAR && (at + 1 == to || !isWord(text.codePointAt(at + 1)))) {
        int word = wordBefore(at, start);
        addTerms(text.substring(start, word));
        addPrefix(text.substring(word, at));
        start = at + 1;
      }
    }
    addTerms(text.substring(start, to));
  }

  private int wordBefore(int end, int limit) {
    int start = end;
    while (start > limit) {
      int character = text.codePointBefore(start);
      if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
        break;
      }
      start -= Character.charCount(character);
    }
    return start;
  }

  private static boolean isWord(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(character);
    };
  }

  private void addTerms(String words) {
    analyzer.analyze(
        words,
        (bytes, offset, length, position) ->
            clauses.add(new TextQuery.Term(term(bytes, offset, length))),
        ignored::add);
  }

  private void addPrefix(String beginning) {
    WordPrefix prefix = analyzer.beginning(beginning);
    if (prefix != null) {
      clauses.add(new TextQuery.Prefix(prefix.words(), prefix.rest()));
    }
  }

  private void addPhrase(String words) {
    List<String> terms = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    analyzer.analyze(
        words,
        (bytes, offset, length, position) -> {
          terms.add(term(bytes, offset, length));
          positions.add(position);
        },
        ignored::add);
    if (terms.size() == 1) {
      clauses.add(new TextQuery.Term(terms.getFirst()));
    } else if (terms.size() > 1) {
      int first = positions.getFirst();
      positions.replaceAll(position -> position - first);
      clauses.add(new TextQuery.Phrase(terms, positions));
    }
  }

  private static String term(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
