package dev.sutra.text.query;

import dev.sutra.record.DocumentOrder;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.TextHit;
import dev.sutra.text.score.TextSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A corpus spread over sources, and a search of it by reading all texts. Also the plain definition
 * of what the search should give.
 */
final class SearchModel {
  /** A document wherever it lies; positions of each of its terms. */
  private record Document(int source, int number, int length, Map<String, List<Integer>> terms) {}

  final List<SourceView> sources = new ArrayList<>();
  final DocumentOrder order = this::compareIds;
  private final TextAnalyzer analyzer;
  private final List<List<String>> ids = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private long documentsWithText;
  private long totalLength;

  SearchModel(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** Adds a source whose documents are dead with this probability; ids are made up. */
  void addSource(Random random, List<String> texts, boolean segment, double dead)
      throws java.io.IOException {
    List<String> sourceIds = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      sourceIds.add(Long.toHexString(random.nextLong()) + "-" + sources.size());
    }
    BitSet live = new BitSet();
    for (int i = 0; i < texts.size(); i++) {
      live.set(i, random.nextDouble() >= dead);
    }
    addSource(texts, sourceIds, segment, live);
  }

  void addSource(List<String> texts, List<String> sourceIds, boolean segment, BitSet live)
      throws java.io.IOException {
    List<String> inOrder = new ArrayList<>(sourceIds);
    if (segment) {
      inOrder.sort(Comparator.naturalOrder());
    }
    LiveDocuments liveDocuments = TextFixtures.live(live, texts.size());
    TextSource source =
        segment ? TextFixtures.index(analyzer, texts) : TextFixtures.buffer(analyzer, texts);
    for (int i = 0; i < texts.size(); i++) {
      if (live.get(i)) {
        Map<String, List<Integer>> terms = terms(texts.get(i));
        int length = terms.values().stream().mapToInt(List::size).sum();
        documents.add(new Document(sources.size(), i, length, terms));
        documentsWithText += length > 0 ? 1 : 0;
        totalLength += length;
      }
    }
    ids.add(inOrder);
    sources.add(new SourceView(source, liveDocuments));
  }

  CorpusStatistics statistics(TextQuery query) {
    return CorpusStatistics.gather(query, sources, documentsWithText, totalLength);
  }

  List<TextHit> search(TextQuery query, int limit) {
    return TextSearcher.search(sources, query, statistics(query), order, limit);
  }

  /** The hits by reading everything. */
  List<TextHit> expected(TextQuery query, int limit) {
    List<TextHit> hits = new ArrayList<>();
    Map<String, Double> idfs = new HashMap<>();
    double weights = 0;
    for (TextQuery.Clause clause : query.clauses()) {
      List<String> terms =
          switch (clause) {
            case TextQuery.Term(String term) -> List.of(term);
            case TextQuery.Prefix prefix -> List.of(prefix.key());
            case TextQuery.Phrase phrase -> phrase.terms();
          };
      for (String term : terms) {
        weights += idfs.computeIfAbsent(term, missing -> idf(documentFrequency(clause, missing)));
      }
    }
    double scale = Bm25.scale(weights);
    idfs.replaceAll((term, idf) -> idf * scale);
    for (Document document : documents) {
      double score = 0;
      boolean all = !query.clauses().isEmpty();
      boolean any = false;
      for (TextQuery.Clause clause : query.clauses()) {
        double part =
            switch (clause) {
              case TextQuery.Term(String term) -> score(document, List.of(term), idfs);
              case TextQuery.Prefix prefix -> prefixScore(document, prefix, idfs);
              case TextQuery.Phrase phrase -> phraseScore(document, phrase, idfs);
            };
        any |= part > 0;
        all &= part > 0;
        score += part;
      }
      if (query.mode() == TextQuery.Mode.AND ? all : any) {
        hits.add(new TextHit(document.source, document.number, score / scale));
      }
    }
    hits.sort(
        Comparator.comparingDouble((TextHit hit) -> -hit.score())
            .thenComparing(hit -> ids.get(hit.source()).get(hit.document())));
    return hits.subList(0, Math.min(limit, hits.size()));
  }

  String id(TextHit hit) {
    return ids.get(hit.source()).get(hit.document());
  }

  /** A prefix counts once in each document that it matches. */
  private double prefixScore(Document document, TextQuery.Prefix prefix, Map<String, Double> idfs) {
    return matches(document, prefix)
        ? bm25(idfs.getOrDefault(prefix.key(), 0.0), 1, document.length())
        : 0;
  }

  /** For analyzers whose terms are the words. */
  private static boolean matches(Document document, TextQuery.Prefix prefix) {
    int last = prefix.words().size() - 1;
    for (Map.Entry<String, List<Integer>> term : document.terms.entrySet()) {
      if (!term.getKey().startsWith(prefix.words().get(last))) {
        continue;
      }
      for (int end : term.getValue()) {
        boolean all = true;
        for (int i = 0; i < last; i++) {
          List<Integer> places = document.terms.getOrDefault(prefix.words().get(i), List.of());
          all &= places.contains(end - last + i);
        }
        if (all) {
          return true;
        }
      }
    }
    return false;
  }

  private double score(Document document, List<String> terms, Map<String, Double> idfs) {
    double score = 0;
    for (String term : terms) {
      int frequency = document.terms.getOrDefault(term, List.of()).size();
      if (frequency > 0) {
        score += bm25(idfs.getOrDefault(term, 0.0), frequency, document.length());
      }
    }
    return score;
  }

  private double phraseScore(Document document, TextQuery.Phrase phrase, Map<String, Double> idfs) {
    double weight = 0;
    for (String term : phrase.terms()) {
      weight += idfs.getOrDefault(term, 0.0);
    }
    int frequency = 0;
    for (int begin : document.terms.getOrDefault(phrase.terms().getFirst(), List.of())) {
      boolean matches = true;
      for (int i = 0; i < phrase.terms().size(); i++) {
        List<Integer> positions = document.terms.get(phrase.terms().get(i));
        matches &= positions != null && positions.contains(begin + phrase.positions().get(i));
      }
      frequency += matches ? 1 : 0;
    }
    return frequency == 0 ? 0 : bm25(weight, frequency, document.length());
  }

  private long documentFrequency(TextQuery.Clause clause, String term) {
    return documents.stream()
        .filter(
            document ->
                clause instanceof TextQuery.Prefix prefix
                    ? matches(document, prefix)
                    : document.terms.containsKey(term))
        .count();
  }

  private double idf(long frequency) {
    return Math.log(1 + (documentsWithText - frequency + 0.5) / (frequency + 0.5));
  }

  /** The arithmetic of {@link Bm25}, that ties be the same ones; its formula has its own test. */
  private double bm25(double weight, int frequency, int length) {
    double average = Math.max(1.0, (double) totalLength / Math.max(1, documentsWithText));
    double inverse = 1 / (1.2 * (1 - 0.75 + 0.75 * length / average));
    return Math.ceil(weight * (1 - 1 / (1 + frequency * inverse)));
  }

  private Map<String, List<Integer>> terms(String text) {
    Map<String, List<Integer>> terms = new HashMap<>();
    analyzer.analyze(
        text,
        (bytes, offset, length, position) ->
            terms
                .computeIfAbsent(
                    new String(bytes, offset, length, StandardCharsets.UTF_8),
                    term -> new ArrayList<>())
                .add(position));
    return terms;
  }

  private int compareIds(int sourceA, int documentA, int sourceB, int documentB) {
    return ids.get(sourceA).get(documentA).compareTo(ids.get(sourceB).get(documentB));
  }
}
