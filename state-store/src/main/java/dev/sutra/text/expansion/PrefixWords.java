package dev.sutra.text.expansion;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Names the first words of dictionaries that begin with a prefix, for the answer of a search. Not
 * thread-safe.
 */
public final class PrefixWords {
  private final byte[] prefix;
  private final TextAnalyzer analyzer;
  private final Map<String, Expansion> found = new HashMap<>();
  private boolean cut;

  /** Names the words that begin with these characters. */
  public PrefixWords(String prefix, TextAnalyzer analyzer) {
    this.prefix = WordTerms.prefix(prefix);
    this.analyzer = analyzer;
  }

  /** Collects the first ones of a source. */
  public void collect(TextSource source, LiveDocuments live) {
    TermIterator terms = source.terms(prefix);
    int named = 0;
    while (terms.next()) {
      byte[] bytes = terms.bytes();
      boolean marked = WordTerms.isMarked(bytes, terms.length());
      String term = new String(bytes, 0, terms.length(), StandardCharsets.UTF_8);
      String word = marked ? term.substring(0, term.length() - 1) : term;
      TermEntry entry = source.find(term);
      int documents = entry == null ? 0 : entry.documentFrequency(live);
      if (documents > 0 && (marked || word.equals(analyzer.term(word)))) {
        if (named == Expansions.NAMED_MAX) {
          cut = true;
          return;
        }
        named++;
        found.merge(
            word,
            new Expansion(word, term, 0, documents),
            (a, b) -> new Expansion(word, term, 0, a.documents() + b.documents()));
      }
    }
  }

  /** What was collected. */
  public Expansions expansions() {
    return new Expansions(Expansions.of(found.values()).words(), cut).first();
  }
}
