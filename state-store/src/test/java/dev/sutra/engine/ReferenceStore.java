package dev.sutra.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.filter.Condition;
import dev.sutra.engine.filter.RandomFilters;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The expected results of a store, computed from plain maps by brute force. */
final class ReferenceStore {
  private record EdgeKey(String source, String type, String target) {}

  private final TextAnalyzer analyzer;
  private final Similarity similarity;
  private final Map<String, Concept> concepts = new TreeMap<>();
  private final Map<EdgeKey, Association> edges = new HashMap<>();

  ReferenceStore(TextAnalyzer analyzer, Similarity similarity) {
    this.analyzer = analyzer;
    this.similarity = similarity;
  }

  ReferenceStore copy() {
    ReferenceStore copy = new ReferenceStore(analyzer, similarity);
    copy.concepts.putAll(concepts);
    copy.edges.putAll(edges);
    return copy;
  }

  void put(Concept concept) {
    concepts.put(concept.id(), concept);
  }

  void delete(String id) {
    concepts.remove(id);
    edges.keySet().removeIf(key -> key.source.equals(id) || key.target.equals(id));
  }

  /** Removes a concept without its associations. */
  void deleteConcept(String id) {
    concepts.remove(id);
  }

  void associate(Association edge) {
    edges.put(new EdgeKey(edge.source(), edge.type(), edge.target()), edge);
  }

  void dissociate(String source, String type, String target) {
    edges.remove(new EdgeKey(source, type, target));
  }

  Map<String, Concept> concepts() {
    return concepts;
  }

  long associations() {
    return edges.size();
  }

  long vectors() {
    return concepts.values().stream().filter(concept -> concept.vector() != null).count();
  }

  List<Neighbor> neighbors(String id, Direction direction, @Nullable String type) {
    List<Neighbor> found = new ArrayList<>();
    for (Association edge : edges.values()) {
      if (type != null && !type.equals(edge.type())) {
        continue;
      }
      if (direction.includesOut() && edge.source().equals(id)) {
        found.add(neighbor(edge, edge.target(), Direction.OUT));
      }
      if (direction.includesIn() && edge.target().equals(id)) {
        found.add(neighbor(edge, edge.source(), Direction.IN));
      }
    }
    found.sort(
        Comparator.comparing(Neighbor::direction)
            .thenComparing(neighbor -> neighbor.type().length())
            .thenComparing(Neighbor::type)
            .thenComparing(Neighbor::id));
    return found;
  }

  /** Whether a concept exists and meets the condition of a filter. */
  boolean passes(ConceptFilter filter, String id) {
    Concept concept = concepts.get(id);
    return filter.isNone()
        || (concept != null
            && RandomFilters.meets(
                filter.condition(), concept, (linked, of) -> isLinked(linked, of)));
  }

  private boolean isLinked(Condition.Linked linked, String id) {
    return neighbors(id, linked.direction(), linked.type()).stream()
        .anyMatch(each -> linked.other() == null || linked.other().equals(each.id()));
  }

  private static Neighbor neighbor(Association edge, String other, Direction direction) {
    return new Neighbor(
        other, edge.type(), direction, edge.weight(), edge.confidence(), edge.updatedAt());
  }

  /** BM25 with k1 = 1.2 and b = 0.75 over every text. */
  List<Hit> search(String words, int limit) {
    Set<String> terms = new LinkedHashSet<>(terms(words));
    Map<String, List<String>> texts = new TreeMap<>();
    long tokens = 0;
    for (Concept concept : concepts.values()) {
      List<String> text = concept.text() == null ? List.of() : terms(concept.text());
      if (!text.isEmpty()) {
        texts.put(concept.id(), text);
        tokens += text.size();
      }
    }
    double average = texts.isEmpty() ? 0 : (double) tokens / texts.size();
    List<Hit> hits = new ArrayList<>();
    for (Map.Entry<String, List<String>> text : texts.entrySet()) {
      double score = 0;
      for (String term : terms) {
        long documents = texts.values().stream().filter(each -> each.contains(term)).count();
        long frequency = text.getValue().stream().filter(term::equals).count();
        if (frequency > 0) {
          double idf = Math.log(1 + (texts.size() - documents + 0.5) / (documents + 0.5));
          double length = text.getValue().size() / average;
          score += idf * frequency / (frequency + 1.2 * (0.25 + 0.75 * length));
        }
      }
      if (score > 0) {
        hits.add(hit(text.getKey(), score));
      }
    }
    return best(hits, limit);
  }

  List<Hit> similar(float[] vector, int limit) {
    List<Hit> hits = new ArrayList<>();
    for (Concept concept : concepts.values()) {
      if (concept.vector() != null) {
        hits.add(hit(concept.id(), similarity.score(vector, concept.vector())));
      }
    }
    return best(hits, limit);
  }

  List<TimelineEntry> timeline(long from, long to, boolean newestFirst) {
    Comparator<TimelineEntry> byTime = Comparator.comparingLong(TimelineEntry::updatedAt);
    return concepts.values().stream()
        .filter(concept -> concept.updatedAt() >= from && concept.updatedAt() <= to)
        .map(concept -> new TimelineEntry(concept.id(), concept.text(), concept.updatedAt()))
        .sorted((newestFirst ? byTime.reversed() : byTime).thenComparing(TimelineEntry::id))
        .toList();
  }

  private Hit hit(String id, double score) {
    return new Hit(id, Objects.requireNonNull(concepts.get(id)).text(), (float) score);
  }

  private static List<Hit> best(List<Hit> hits, int limit) {
    hits.sort(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id));
    return hits.subList(0, Math.min(limit, hits.size()));
  }

  private List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    analyzer.analyze(
        text,
        (bytes, offset, length, position) -> terms.add(new String(bytes, offset, length, UTF_8)));
    return terms;
  }
}
