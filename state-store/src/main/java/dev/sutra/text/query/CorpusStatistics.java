package dev.sutra.text.query;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.expansion.Expansions;
import dev.sutra.text.expansion.FuzzyWords;
import dev.sutra.text.expansion.PrefixWords;
import dev.sutra.text.score.Bm25;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Corpus statistics of one query for BM25. Each partition gathers its own; merged, they make scores
 * of all partitions comparable. Immutable.
 *
 * @param documents live documents whose length is not 0
 * @param totalLength sum of their lengths, tokens
 * @param documentFrequencies for each term of the query, and each prefix with its star, the number
 *     of live documents in which it occurs; 0 for a missing term
 * @param ignored the words of the query that the search ignores, in lower case: stop words of the
 *     store's analyzer; for a query without words, its symbols
 * @param expansions for each fuzzy word with its sign and edits, the words that it stands for; for
 *     each prefix of one word, its first words
 */
public record CorpusStatistics(
    long documents,
    long totalLength,
    Map<String, Long> documentFrequencies,
    List<String> ignored,
    Map<String, Expansions> expansions) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public CorpusStatistics {
    documentFrequencies = Map.copyOf(documentFrequencies);
    ignored = List.copyOf(ignored);
    expansions =
        expansions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(expansions));
    long least = Math.min(documents, totalLength);
    for (long frequency : documentFrequencies.values()) {
      least = Math.min(least, frequency);
    }
    if (least < 0) {
      throw new IllegalArgumentException("a corpus statistic is negative");
    }
  }

  /** Statistics for a query without ignored words and expansions. */
  public CorpusStatistics(long documents, long totalLength, Map<String, Long> documentFrequencies) {
    this(documents, totalLength, documentFrequencies, List.of(), Map.of());
  }

  /**
   * Counts the document frequencies of the terms that add to scores, over live documents.
   *
   * <p>If all documents of a segment are live, a term costs one look-up; otherwise its postings are
   * read once, and later calls look up only the documents deleted since. A prefix reads the
   * postings of all its words. A fuzzy word reads the dictionary, as far as it may match.
   *
   * @param documents as in the record; the engine maintains it
   * @param totalLength as in the record; the engine maintains it
   */
  public static CorpusStatistics gather(
      QueryTree query,
      List<SourceView> sources,
      TextAnalyzer analyzer,
      long documents,
      long totalLength) {
    Map<String, Long> frequencies = new HashMap<>();
    for (TextQuery.Clause clause : query.scored()) {
      switch (clause) {
        case TextQuery.Term(String term) ->
            frequencies.computeIfAbsent(term, missing -> count(missing, sources));
        case TextQuery.Phrase phrase -> {
          for (String term : phrase.terms()) {
            frequencies.computeIfAbsent(term, missing -> count(missing, sources));
          }
        }
        case TextQuery.Prefix prefix ->
            frequencies.computeIfAbsent(prefix.key(), missing -> count(prefix, sources));
      }
    }
    Map<String, Expansions> expansions = new HashMap<>();
    for (QueryTree.Fuzzy fuzzy : query.fuzzy()) {
      FuzzyWords words = new FuzzyWords(fuzzy.word(), fuzzy.edits(), analyzer);
      sources.forEach(view -> words.collect(view.source(), view.live()));
      expansions.put(fuzzy.key(), words.expansions());
    }
    for (TextQuery.Prefix prefix : query.prefixes()) {
      if (prefix.words().size() == 1) {
        PrefixWords words = new PrefixWords(prefix.words().getFirst() + prefix.rest(), analyzer);
        sources.forEach(view -> words.collect(view.source(), view.live()));
        expansions.put(prefix.key(), words.expansions());
      }
    }
    return new CorpusStatistics(documents, totalLength, frequencies, query.ignored(), expansions);
  }

  /** Combines the statistics of two disjoint corpora for the same query. */
  public CorpusStatistics merge(CorpusStatistics other) {
    Map<String, Long> sum = new HashMap<>(documentFrequencies);
    other.documentFrequencies.forEach((term, count) -> sum.merge(term, count, Math::addExact));
    Map<String, Expansions> all = new HashMap<>(expansions);
    other.expansions.forEach((word, found) -> all.merge(word, found, Expansions::merge));
    return new CorpusStatistics(
        Math.addExact(documents, other.documents),
        Math.addExact(totalLength, other.totalLength),
        sum,
        ignored,
        all);
  }

  /** The same with only those expansions that a search uses, once all statistics are merged. */
  public CorpusStatistics settled() {
    Map<String, Expansions> best = new HashMap<>(expansions);
    best.replaceAll((word, all) -> word.endsWith(TextQuery.Prefix.SIGN) ? all.first() : all.best());
    return new CorpusStatistics(documents, totalLength, documentFrequencies, ignored, best);
  }

  /** Average length of the documents, tokens; at least 1. */
  double averageLength() {
    return Math.max(1.0, (double) totalLength / Math.max(1, documents));
  }

  /** Weight of a term of the query. */
  double idf(String term) {
    return idf(frequency(term));
  }

  /** Live documents that contain a term of the query. */
  long frequency(String term) {
    return documentFrequencies.getOrDefault(term, 0L);
  }

  /** Weight of a term with this document frequency. */
  double idf(long frequency) {
    // Statistics may be older than postings: a term may occur in more documents than were counted.
    return Bm25.idf(Math.max(documents, frequency), frequency);
  }

  private static long count(String term, List<SourceView> sources) {
    long count = 0;
    for (SourceView view : sources) {
      count += view.documentFrequency(term);
    }
    return count;
  }

  private static long count(TextQuery.Prefix prefix, List<SourceView> sources) {
    long count = 0;
    for (SourceView view : sources) {
      BitSet documents = view.documents(prefix);
      if (view.live().allLive()) {
        count += documents.cardinality();
        continue;
      }
      for (int at = documents.nextSetBit(0); at >= 0; at = documents.nextSetBit(at + 1)) {
        count += view.live().isLive(at) ? 1 : 0;
      }
    }
    return count;
  }
}
