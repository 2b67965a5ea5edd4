package dev.sutra.text.expansion;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the live documents that contain each word with a prefix, as it is spelled.
 *
 * <p>A marked term is a word. A term without a mark is a word that is its own stem, but also stands
 * for the other words with this stem. A document contains the word itself if the term is in it more
 * often than these others. They are looked for among the words that begin as the prefix does
 * without its last character, which is where the stemmers for English and most other languages
 * leave them; elsewhere a stem may count as a word. Not thread-safe.
 */
public final class Completer {
  /** Most terms of one source that are read. */
  static final int TERMS_MAX = 100_000;

  private final String prefix;
  private final TextAnalyzer analyzer;
  private final Map<String, @Nullable String> stems = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private boolean cut;

  /**
   * Counts words with a prefix.
   *
   * @param prefix as words are spelled in texts, in lower case
   */
  public Completer(String prefix, TextAnalyzer analyzer) {
    this.prefix = prefix;
    this.analyzer = analyzer;
  }

  /** Counts those of a source. */
  public void collect(TextSource source, LiveDocuments live) {
    List<String> words = new ArrayList<>();
    Map<String, List<String>> byStem = new HashMap<>();
    TermIterator terms = source.terms(WordTerms.prefix(beginning()));
    int read = 0;
    while (terms.next()) {
      if (read++ == TERMS_MAX) {
        cut = true;
        break;
      }
      String term = new String(terms.bytes(), 0, terms.length(), StandardCharsets.UTF_8);
      if (!WordTerms.isMarked(terms.bytes(), terms.length())) {
        if (term.startsWith(prefix) && term.equals(stem(term))) {
          words.add(term);
        }
      } else {
        String word = term.substring(0, term.length() - 1);
        String stem = stem(word);
        if (stem != null && stem.startsWith(prefix)) {
          byStem.computeIfAbsent(stem, missing -> new ArrayList<>()).add(term);
        }
        if (word.startsWith(prefix)) {
          add(word, count(source.find(term), live));
        }
      }
    }
    for (String word : words) {
      List<String> others = byStem.get(word);
      add(
          word,
          others == null
              ? count(source.find(word), live)
              : countItself(source, live, word, others));
    }
  }

  /** The live documents that contain each word, all of them greater than 0. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** Whether words may be missing. */
  public boolean isCut() {
    return cut;
  }

  private String beginning() {
    int points = prefix.codePointCount(0, prefix.length());
    return points < 2 ? prefix : prefix.substring(0, prefix.offsetByCodePoints(0, points - 1));
  }

  private @Nullable String stem(String word) {
    // Not computeIfAbsent, which does not keep that there is none.
    if (!stems.containsKey(word)) {
      stems.put(word, analyzer.term(word));
    }
    return stems.get(word);
  }

  private void add(String word, long documents) {
    if (documents > 0) {
      counts.merge(word, documents, Long::sum);
    }
  }

  private static long count(@Nullable TermEntry entry, LiveDocuments live) {
    return entry == null ? 0 : entry.documentFrequency(live);
  }

  private static long countItself(
      TextSource source, LiveDocuments live, String word, List<String> others) {
    TermEntry entry = source.find(word);
    if (entry == null) {
      return 0;
    }
    List<Postings> inflected = new ArrayList<>();
    for (String other : others) {
      TermEntry found = source.find(other);
      if (found != null) {
        inflected.add(found.postings());
      }
    }
    long count = 0;
    Postings all = entry.postings();
    int document = all.advance(0);
    while (document != Postings.NO_MORE) {
      int rest = all.frequency();
      for (Postings each : inflected) {
        rest -= each.advance(document) == document ? each.frequency() : 0;
      }
      count += rest > 0 && live.isLive(document) ? 1 : 0;
      document = all.advance(document + 1);
    }
    return count;
  }
}
