package dev.sutra.standing;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.query.DocumentMatch;
import dev.sutra.text.query.TextQuery;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of one event. Not thread-safe. */
final class Document {
  private final String text;
  private final TextAnalyzer analyzer;
  private final Set<String> terms = new HashSet<>();
  private @Nullable TextBuffer buffer;

  /**
   * Analyzes a text.
   *
   * @param words whether the words beside stems are needed, for prefixes
   */
  Document(String text, TextAnalyzer analyzer, boolean words) {
    this.text = text;
    this.analyzer = analyzer;
    if (words) {
      analyzer.index(text, this::add);
    } else {
      analyzer.analyze(text, this::add);
    }
  }

  /** The distinct terms. */
  Set<String> terms() {
    return terms;
  }

  boolean matches(TextQuery query) {
    boolean any = query.mode() == TextQuery.Mode.OR;
    for (TextQuery.Clause clause : query.clauses()) {
      if (matches(clause) == any) {
        return any;
      }
    }
    return !any;
  }

  private boolean matches(TextQuery.Clause clause) {
    return switch (clause) {
      case TextQuery.Term(String term) -> terms.contains(term);
      case TextQuery.Phrase phrase ->
          terms.containsAll(phrase.terms()) && DocumentMatch.matches(indexed(), phrase);
      case TextQuery.Prefix prefix -> DocumentMatch.matches(indexed(), prefix);
    };
  }

  /** The text as a memtable indexes it: phrases and prefixes are compared as a search does. */
  private TextBuffer indexed() {
    if (buffer == null) {
      buffer = new TextBuffer(analyzer);
      buffer.add(0, text);
    }
    return buffer;
  }

  private void add(byte[] bytes, int offset, int length, int position) {
    terms.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
  }
}
