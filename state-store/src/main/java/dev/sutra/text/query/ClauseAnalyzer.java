package dev.sutra.text.query;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordPrefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Makes clauses of the words of a query, and collects the words that it ignores. */
final class ClauseAnalyzer {
  private final TextAnalyzer analyzer;
  private final Set<String> ignored = new LinkedHashSet<>();

  ClauseAnalyzer(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** The terms of words, which are analyzed as a text is. */
  List<TextQuery.Clause> terms(String words) {
    List<TextQuery.Clause> terms = new ArrayList<>();
    analyzer.analyze(
        words,
        (bytes, offset, length, position) ->
            terms.add(new TextQuery.Term(term(bytes, offset, length))),
        ignored::add);
    return terms;
  }

  /** Words at the distances of the text; null if it has no terms. */
  TextQuery.@Nullable Clause phrase(String words, int slop) {
    List<String> terms = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    analyzer.analyze(
        words,
        (bytes, offset, length, position) -> {
          terms.add(term(bytes, offset, length));
          positions.add(position);
        },
        ignored::add);
    if (terms.size() <= 1) {
      return terms.isEmpty() ? null : new TextQuery.Term(terms.getFirst());
    }
    int first = positions.getFirst();
    positions.replaceAll(position -> position - first);
    return new TextQuery.Phrase(terms, positions, slop);
  }

  /** Words of which the last is a prefix; they are not stemmed. Null if there is no word. */
  TextQuery.@Nullable Clause prefix(String beginning) {
    WordPrefix prefix = analyzer.beginning(beginning);
    return prefix == null ? null : new TextQuery.Prefix(prefix.words(), prefix.rest());
  }

  /** The words of a text as they are spelled in texts, in lower case, including stop words. */
  List<String> words(String text) {
    WordPrefix words = analyzer.beginning(text);
    return words == null ? List.of() : words.words();
  }

  /** The term of a text that has exactly one; null for any other text. */
  @Nullable String term(String text) {
    return analyzer.term(text);
  }

  /**
   * The ignored words so far; for a text without any words, its symbols.
   *
   * @param nothingFound whether the query has no clauses
   */
  List<String> ignored(boolean nothingFound, String text) {
    if (nothingFound && ignored.isEmpty()) {
      new StringTokenizer(text).asIterator().forEachRemaining(sign -> ignored.add((String) sign));
    }
    return List.copyOf(ignored);
  }

  private static String term(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
