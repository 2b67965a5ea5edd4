package dev.sutra.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What BM25 needs to know of the whole corpus to score one query. Partitions gather theirs and
 * merge them, so that all score alike.
 *
 * @param documents live documents whose length is not 0
 * @param totalLength sum of their lengths, tokens
 * @param documentFrequencies for each term of the query, the expansions of its prefixes among them,
 *     the live documents that hold it; a missing term is held by none
 */
public record CorpusStatistics(
    long documents, long totalLength, Map<String, Long> documentFrequencies) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public CorpusStatistics {
    documentFrequencies = Map.copyOf(documentFrequencies);
    long least = Math.min(documents, totalLength);
    for (long frequency : documentFrequencies.values()) {
      least = Math.min(least, frequency);
    }
    if (least < 0) {
      throw new IllegalArgumentException("a corpus statistic is negative");
    }
  }

  /**
   * Counts the document frequencies of a query's terms over live documents.
   *
   * <p>A term costs a look-up where all documents of a segment are live; else its postings are
   * walked once, and what died since is looked up later. A prefix takes the first {@value
   * TextQuery#PREFIX_TERMS_MAX} of its terms, in byte order, that a live document holds.
   *
   * @param documents as in the record; the engine keeps count
   * @param totalLength as in the record; the engine keeps count
   */
  public static CorpusStatistics gather(
      TextQuery query, List<SourceView> sources, long documents, long totalLength) {
    Map<String, Long> frequencies = new HashMap<>();
    for (TextQuery.Clause clause : query.clauses()) {
      switch (clause) {
        case TextQuery.Term(String term) ->
            frequencies.computeIfAbsent(term, missing -> count(missing, sources));
        case TextQuery.Phrase(List<String> terms, List<Integer> positions) -> {
          for (String term : terms) {
            frequencies.computeIfAbsent(term, missing -> count(missing, sources));
          }
        }
        case TextQuery.Prefix(String prefix) -> expand(prefix, sources, frequencies);
      }
    }
    return new CorpusStatistics(documents, totalLength, frequencies);
  }

  /** The statistics of two disjoint corpora together, for the same query. */
  public CorpusStatistics merge(CorpusStatistics other) {
    Map<String, Long> sum = new HashMap<>(documentFrequencies);
    other.documentFrequencies.forEach((term, count) -> sum.merge(term, count, Math::addExact));
    return new CorpusStatistics(
        Math.addExact(documents, other.documents),
        Math.addExact(totalLength, other.totalLength),
        sum);
  }

  /**
   * The terms that a prefix stands for: the first in byte order that live documents hold. Each
   * partition gathers as many, so the first of all are among them.
   */
  List<String> expansions(String prefix) {
    return documentFrequencies.entrySet().stream()
        .filter(entry -> entry.getValue() > 0 && entry.getKey().startsWith(prefix))
        .map(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8))
        .sorted(Arrays::compareUnsigned)
        .limit(TextQuery.PREFIX_TERMS_MAX)
        .map(term -> new String(term, StandardCharsets.UTF_8))
        .toList();
  }

  private static long count(String term, List<SourceView> sources) {
    long count = 0;
    for (SourceView view : sources) {
      count += view.documentFrequency(term);
    }
    return count;
  }

  private static void expand(
      String prefix, List<SourceView> sources, Map<String, Long> frequencies) {
    byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
    List<TermsView> open = new ArrayList<>();
    for (SourceView view : sources) {
      Terms terms = view.source().terms(bytes);
      if (terms.next()) {
        open.add(new TermsView(terms, view));
      }
    }
    int found = 0;
    List<TermsView> least = new ArrayList<>();
    while (!open.isEmpty() && found < TextQuery.PREFIX_TERMS_MAX) {
      Terms.findLeast(open, TermsView::terms, least);
      Terms first = least.getFirst().terms;
      String term = new String(first.bytes(), 0, first.length(), StandardCharsets.UTF_8);
      long count = 0;
      for (TermsView same : least) {
        count += same.view.documentFrequency(term);
      }
      if (count > 0) {
        frequencies.put(term, count);
        found++;
      }
      open.removeIf(candidate -> least.contains(candidate) && !candidate.terms.next());
    }
  }

  private record TermsView(Terms terms, SourceView view) {}
}
