package dev.sutra.text.query;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.syntax.PlainTextParser;
import dev.sutra.text.syntax.TextExpression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses query texts as users type them. Not thread-safe. */
public final class TextQueryParser {
  private final ClauseAnalyzer analyzer;
  private final Set<TextQuery.Clause> clauses = new LinkedHashSet<>();

  private TextQueryParser(TextAnalyzer analyzer) {
    this.analyzer = new ClauseAnalyzer(analyzer);
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
    TextQuery.checkLength(text);
    return new TextQueryParser(analyzer).parse(text, mode);
  }

  private TextQuery parse(String text, TextQuery.Mode mode) {
    for (TextExpression part : PlainTextParser.parse(text)) {
      switch (part) {
        case TextExpression.Word(String words) -> clauses.addAll(analyzer.terms(words));
        case TextExpression.Prefix(String beginning) -> add(analyzer.prefix(beginning));
        case TextExpression.Phrase(String words, int slop) -> add(analyzer.phrase(words, slop));
        default -> throw new IllegalStateException("plain text has no " + part);
      }
    }
    return new TextQuery(mode, List.copyOf(clauses), analyzer.ignored(clauses.isEmpty(), text));
  }

  private void add(TextQuery.@Nullable Clause clause) {
    if (clause != null) {
      clauses.add(clause);
    }
  }
}
