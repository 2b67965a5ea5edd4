package dev.sutra.text.expansion;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TextSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects the words of dictionaries that are near one word. A term that is not marked counts as a
 * word if it is its own stem; a stop word, for which nothing can be searched, does not count. Not
 * thread-safe.
 */
public final class FuzzyWords {
  private final NearWords near;
  private final TextAnalyzer analyzer;
  // The dictionary's term of each word, with the searched term; an empty one if there is none.
  private final Map<String, String> searched = new HashMap<>();
  private final Map<String, Expansion> found = new HashMap<>();

  /**
   * Collects the words near a word.
   *
   * @param word as it is spelled in texts, in lower case
   * @param edits 1 or 2
   */
  public FuzzyWords(String word, int edits, TextAnalyzer analyzer) {
    this.near = new NearWords(word, edits);
    this.analyzer = analyzer;
  }

  /** Collects those of one source. */
  public void collect(TextSource source, LiveDocuments live) {
    source.forEachTerm(near, (bytes, length) -> add(bytes, length, source, live));
  }

  /** What was collected. */
  public Expansions expansions() {
    return Expansions.of(found.values());
  }

  private void add(byte[] bytes, int length, TextSource source, LiveDocuments live) {
    boolean marked = WordTerms.isMarked(bytes, length);
    int wordLength = marked ? length - 1 : length;
    String term = new String(bytes, 0, length, StandardCharsets.UTF_8);
    String word = marked ? new String(bytes, 0, wordLength, StandardCharsets.UTF_8) : term;
    String stem = searched.computeIfAbsent(term, missing -> stem(word, marked));
    if (stem.isEmpty()) {
      return;
    }
    TermEntry entry = source.find(term);
    int documents = entry == null ? 0 : entry.documentFrequency(live);
    if (documents > 0) {
      int edits = near.edits(bytes, wordLength);
      found.merge(
          word,
          new Expansion(word, stem, edits, documents),
          (a, b) -> new Expansion(word, stem, edits, a.documents() + b.documents()));
    }
  }

  /** The term that is searched for a word; empty if there is none, or the term is no word. */
  private String stem(String word, boolean marked) {
    String stem = analyzer.term(word);
    boolean isWord = stem != null && (marked || stem.equals(word));
    return isWord && stem != null ? stem : "";
  }
}
