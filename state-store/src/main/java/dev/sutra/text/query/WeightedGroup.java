package dev.sutra.text.query;

import dev.sutra.text.expansion.Expansion;
import dev.sutra.text.expansion.Expansions;
import dev.sutra.text.highlight.WantedWords;
import dev.sutra.text.query.QueryTree.Fuzzy;
import dev.sutra.text.query.QueryTree.Group;
import dev.sutra.text.query.QueryTree.Leaf;
import dev.sutra.text.query.QueryTree.Node;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.SearchScratch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a group with their weights. Not thread-safe. */
final class WeightedGroup implements Weighted {
  private static final ClauseCursor[] NONE = {};

  private final List<Weighted> must;
  private final List<Weighted> should;
  private final List<Weighted> not;

  WeightedGroup(Group group, CorpusStatistics statistics, Bm25 bm25) {
    this.must = weighted(group.must(), false, statistics, bm25);
    this.should = weighted(group.should(), true, statistics, bm25);
    this.not = weighted(group.not(), true, statistics, bm25);
  }

  /** A group of which any part has to match. */
  private WeightedGroup(List<Weighted> should) {
    this.must = List.of();
    this.should = should;
    this.not = List.of();
  }

  /**
   * The parts with their weights.
   *
   * @param flat whether the words that a fuzzy word stands for are parts of their own
   */
  private static List<Weighted> weighted(
      List<Node> nodes, boolean flat, CorpusStatistics statistics, Bm25 bm25) {
    List<Weighted> parts = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      switch (node) {
        case Leaf(TextQuery.Clause clause, double boost) ->
            parts.add(new WeightedClause(clause, boost, statistics, bm25));
        case Fuzzy fuzzy -> {
          List<Weighted> terms = terms(fuzzy, statistics, bm25);
          parts.addAll(flat ? terms : List.of(new WeightedGroup(terms)));
        }
        case Group group -> parts.add(new WeightedGroup(group, statistics, bm25));
      }
    }
    return parts;
  }

  /** The terms that are searched for a fuzzy word. */
  private static List<Weighted> terms(Fuzzy fuzzy, CorpusStatistics statistics, Bm25 bm25) {
    Expansions found = statistics.expansions().getOrDefault(fuzzy.key(), Expansions.NONE).best();
    Map<String, Double> shares = new LinkedHashMap<>();
    long frequency = 0;
    if (fuzzy.term() != null) {
      shares.put(fuzzy.term(), 1.0);
      frequency = statistics.frequency(fuzzy.term());
    }
    for (Expansion word : found.words()) {
      shares.merge(word.term(), share(fuzzy.word(), word), Math::max);
      frequency = Math.max(frequency, word.documents());
    }
    double weight = statistics.idf(frequency);
    List<Weighted> terms = new ArrayList<>();
    shares.forEach(
        (term, share) ->
            terms.add(new WeightedClause(term, fuzzy.boost() * share, weight, statistics, bm25)));
    return terms;
  }

  /** What part of the weight a word has: all without edits, less with each of them, never none. */
  private static double share(String word, Expansion found) {
    int shorter =
        Math.min(
            word.codePointCount(0, word.length()),
            found.word().codePointCount(0, found.word().length()));
    return 1 - (double) found.edits() / Math.max(shorter, found.edits() + 1);
  }

  @Override
  public double weight() {
    double sum = 0;
    for (Weighted part : must) {
      sum += part.weight();
    }
    for (Weighted part : should) {
      sum += part.weight();
    }
    return sum;
  }

  @Override
  public void scale(double factor) {
    must.forEach(part -> part.scale(factor));
    should.forEach(part -> part.scale(factor));
  }

  @Override
  public void addWords(WantedWords words) {
    must.forEach(part -> part.addWords(words));
    should.forEach(part -> part.addWords(words));
  }

  @Override
  public Explained explained(SourceView view, SearchScratch scratch) {
    List<Explained> required = must.stream().map(part -> part.explained(view, scratch)).toList();
    List<Explained> optional = should.stream().map(part -> part.explained(view, scratch)).toList();
    List<Explained> excluded = not.stream().map(part -> part.explained(view, scratch)).toList();
    return (document, parts) -> {
      List<ScorePart> added = new ArrayList<>();
      boolean all = required.stream().allMatch(part -> part.add(document, added));
      boolean any = all && !required.isEmpty();
      for (Explained part : optional) {
        any |= part.add(document, added);
      }
      boolean matches =
          all && any && excluded.stream().noneMatch(part -> part.add(document, new ArrayList<>()));
      if (matches) {
        parts.addAll(added);
      }
      return matches;
    };
  }

  @Override
  public @Nullable ClauseCursor open(SourceView view, SearchScratch scratch) {
    ClauseCursor[] required = openAll(view, scratch);
    ClauseCursor[] optional = openAny(view, scratch);
    if (required == null || (must.isEmpty() && optional.length == 0)) {
      return null;
    }
    if (must.isEmpty()) {
      required = new ClauseCursor[] {union(optional)};
      optional = NONE;
    }
    ClauseCursor[] excluded = present(not, view, scratch);
    return required.length == 1 && optional.length == 0 && excluded.length == 0
        ? required[0]
        : new GroupCursor(required, optional, excluded);
  }

  /** Cursors of all required parts, in the order of the query; null if one cannot match. */
  ClauseCursor @Nullable [] openAll(SourceView view, SearchScratch scratch) {
    ClauseCursor[] cursors = present(must, view, scratch);
    return cursors.length == must.size() ? cursors : null;
  }

  /** Cursors of the optional parts that can match, in the order of the query. */
  ClauseCursor[] openAny(SourceView view, SearchScratch scratch) {
    return present(should, view, scratch);
  }

  private static ClauseCursor[] present(
      List<Weighted> parts, SourceView view, SearchScratch scratch) {
    List<ClauseCursor> cursors = new ArrayList<>(parts.size());
    for (Weighted part : parts) {
      ClauseCursor cursor = part.open(view, scratch);
      if (cursor != null) {
        cursors.add(cursor);
      }
    }
    return cursors.toArray(ClauseCursor[]::new);
  }

  private static ClauseCursor union(ClauseCursor[] parts) {
    return parts.length == 1 ? parts[0] : new UnionCursor(parts);
  }
}
