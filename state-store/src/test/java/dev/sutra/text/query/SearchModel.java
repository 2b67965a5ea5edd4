package dev.sutra.text.query;

import dev.sutra.record.DocumentOrder;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.expansion.EditDistance;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.TextHit;
import dev.sutra.text.score.TextSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
  private final Map<QueryTree.Fuzzy, Map<String, Double>> fuzzyWeights = new HashMap<>();
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
    fuzzyWeights.clear();
    ids.add(inOrder);
    sources.add(new SourceView(source, liveDocuments));
  }

  CorpusStatistics statistics(QueryTree query) {
    return CorpusStatistics.gather(query, sources, analyzer, documentsWithText, totalLength);
  }

  List<TextHit> search(QueryTree query, int limit) {
    return TextSearcher.search(sources, query, statistics(query), order, limit);
  }

  /** The hits by reading everything. */
  List<TextHit> expected(QueryTree query, int limit) {
    Map<String, Double> idfs = new HashMap<>();
    double scale = Bm25.scale(weight(query.root(), idfs));
    List<TextHit> hits = new ArrayList<>();
    for (Document document : documents) {
      Double score = score(document, query.root(), scale, idfs);
      if (score != null) {
        hits.add(new TextHit(document.source, document.number, score / scale));
      }
    }
    hits.sort(
        Comparator.comparingDouble((TextHit hit) -> -hit.score())
            .thenComparing(hit -> ids.get(hit.source()).get(hit.document())));
    return hits.subList(0, Math.min(limit, hits.size()));
  }

  /** The sum of the weights; adds the weights of terms. */
  private double weight(QueryTree.Node node, Map<String, Double> idfs) {
    double sum = 0;
    switch (node) {
      case QueryTree.Leaf(TextQuery.Clause clause, double boost) -> {
        for (String term : terms(clause)) {
          sum +=
              boost
                  * idfs.computeIfAbsent(term, missing -> idf(documentFrequency(clause, missing)));
        }
      }
      case QueryTree.Fuzzy fuzzy -> {
        for (double weight : weights(fuzzy).values()) {
          sum += weight;
        }
      }
      case QueryTree.Group group -> {
        for (QueryTree.Node part : group.must()) {
          sum += weight(part, idfs);
        }
        for (QueryTree.Node part : group.should()) {
          sum += weight(part, idfs);
        }
      }
    }
    return sum;
  }

  /** The terms of a fuzzy word with their weights, for analyzers whose terms are the words. */
  private Map<String, Double> weights(QueryTree.Fuzzy fuzzy) {
    return fuzzyWeights.computeIfAbsent(fuzzy, this::findWeights);
  }

  private Map<String, Double> findWeights(QueryTree.Fuzzy fuzzy) {
    Map<String, Long> near = new TreeMap<>();
    Map<String, Integer> edits = new HashMap<>();
    for (Document document : documents) {
      for (String term : document.terms.keySet()) {
        int distance = EditDistance.of(term, fuzzy.word());
        if (distance <= fuzzy.edits()) {
          near.merge(term, 1L, Long::sum);
          edits.put(term, distance);
        }
      }
    }
    List<String> chosen = new ArrayList<>(near.keySet());
    chosen.sort(
        Comparator.comparing((String word) -> edits.getOrDefault(word, 0))
            .thenComparing(word -> -near.getOrDefault(word, 0L)));
    chosen = new ArrayList<>(chosen.subList(0, Math.min(64, chosen.size())));
    if (!chosen.contains(fuzzy.word())) {
      chosen.add(fuzzy.word());
    }
    long most = chosen.stream().mapToLong(word -> near.getOrDefault(word, 0L)).max().orElse(0);
    Map<String, Double> weights = new HashMap<>();
    for (String word : chosen) {
      int distance = edits.getOrDefault(word, 0);
      int shorter =
          Math.min(
              word.codePointCount(0, word.length()),
              fuzzy.word().codePointCount(0, fuzzy.word().length()));
      double share = 1 - (double) distance / Math.max(shorter, distance + 1);
      weights.put(word, fuzzy.boost() * idf(most) * share);
    }
    return weights;
  }

  private static List<String> terms(TextQuery.Clause clause) {
    return switch (clause) {
      case TextQuery.Term(String term) -> List.of(term);
      case TextQuery.Prefix prefix -> List.of(prefix.key());
      case TextQuery.Phrase phrase -> phrase.terms();
    };
  }

  /** The score of a document; null if it does not match. */
  private @Nullable Double score(
      Document document, QueryTree.Node node, double factor, Map<String, Double> idfs) {
    if (node instanceof QueryTree.Leaf(TextQuery.Clause clause, double boost)) {
      double weight = 0;
      for (String term : terms(clause)) {
        weight += boost * idfs.getOrDefault(term, 0.0) * factor;
      }
      int frequency = frequency(document, clause);
      return frequency == 0 ? null : bm25(weight, frequency, document.length());
    }
    if (node instanceof QueryTree.Fuzzy fuzzy) {
      double sum = 0;
      for (Map.Entry<String, Double> weight : weights(fuzzy).entrySet()) {
        int frequency = document.terms.getOrDefault(weight.getKey(), List.of()).size();
        sum += frequency == 0 ? 0 : bm25(weight.getValue() * factor, frequency, document.length());
      }
      return sum == 0 ? null : sum;
    }
    QueryTree.Group group = (QueryTree.Group) node;
    double sum = 0;
    for (QueryTree.Node part : group.must()) {
      Double score = score(document, part, factor, idfs);
      if (score == null) {
        return null;
      }
      sum += score;
    }
    boolean any = !group.must().isEmpty();
    for (QueryTree.Node part : group.should()) {
      Double score = score(document, part, factor, idfs);
      any |= score != null;
      sum += score == null ? 0 : score;
    }
    for (QueryTree.Node part : group.not()) {
      any &= score(document, part, factor, idfs) == null;
    }
    return any ? sum : null;
  }

  private int frequency(Document document, TextQuery.Clause clause) {
    return switch (clause) {
      case TextQuery.Term(String term) -> document.terms.getOrDefault(term, List.of()).size();
      // A prefix counts once in each document that it matches.
      case TextQuery.Prefix prefix -> matches(document, prefix) ? 1 : 0;
      case TextQuery.Phrase phrase -> frequency(document, phrase);
    };
  }

  String id(TextHit hit) {
    return ids.get(hit.source()).get(hit.document());
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

  private static int frequency(Document document, TextQuery.Phrase phrase) {
    List<List<Integer>> positions = new ArrayList<>();
    for (String term : phrase.terms()) {
      positions.add(new ArrayList<>(document.terms.getOrDefault(term, List.of())));
    }
    int count = 0;
    int[] found = firstPlaces(phrase, positions, new int[0]);
    while (found != null) {
      count++;
      for (int i = 0; i < found.length; i++) {
        int used = found[i];
        positions.get(i).removeIf(position -> phrase.slop() > 0 && position <= used);
        if (phrase.slop() == 0 && i == 0) {
          positions.get(0).removeIf(position -> position <= used);
        }
      }
      found = firstPlaces(phrase, positions, new int[0]);
    }
    return count;
  }

  /**
   * The positions of a phrase's terms whose sum is least, by trying all; null if there are none.
   */
  private static int @Nullable [] firstPlaces(
      TextQuery.Phrase phrase, List<List<Integer>> positions, int[] chosen) {
    int next = chosen.length;
    if (next == positions.size()) {
      return chosen;
    }
    int[] best = null;
    for (int position : positions.get(next)) {
      if (fits(phrase, chosen, position)) {
        int[] longer = Arrays.copyOf(chosen, next + 1);
        longer[next] = position;
        int[] found = firstPlaces(phrase, positions, longer);
        if (found != null && (best == null || sum(found) < sum(best))) {
          best = found;
        }
      }
    }
    return best;
  }

  private static int sum(int[] values) {
    return Arrays.stream(values).sum();
  }

  private static boolean fits(TextQuery.Phrase phrase, int[] chosen, int position) {
    int next = chosen.length;
    int displaced = position - phrase.positions().get(next);
    for (int i = 0; i < next; i++) {
      int other = chosen[i] - phrase.positions().get(i);
      boolean same =
          position == chosen[i] && phrase.terms().get(i).equals(phrase.terms().get(next));
      if (same || Math.abs(displaced - other) > phrase.slop()) {
        return false;
      }
    }
    return true;
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
