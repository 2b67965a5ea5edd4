package dev.sutra.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clause with the terms to look up and what each weighs, the same in all sources. */
final class WeightedClause {
  private final Bm25 bm25;
  private final List<String> terms;
  private final double[] weights;
  // Of a phrase only.
  private final @Nullable List<Integer> positions;

  WeightedClause(TextQuery.Clause clause, CorpusStatistics statistics, Bm25 bm25) {
    this.bm25 = bm25;
    this.positions = clause instanceof TextQuery.Phrase phrase ? phrase.positions() : null;
    this.terms =
        switch (clause) {
          case TextQuery.Term(String term) -> List.of(term);
          case TextQuery.Phrase phrase -> phrase.terms();
          case TextQuery.Prefix(String prefix) -> statistics.expansions(prefix);
        };
    this.weights = new double[terms.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = bm25.idf(terms.get(i));
    }
  }

  /** Sum of the weights of its terms. */
  double weight() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** Multiplies its weights, before it is opened. */
  void scale(double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
  }

  /** The documents of a source that match, or null if none can. */
  @Nullable ClauseCursor open(SourceView view) {
    if (positions != null) {
      return openPhrase(view, positions);
    }
    if (weights.length == 1) {
      return openTerm(view, 0);
    }
    List<ClauseCursor> cursors = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      ClauseCursor cursor = openTerm(view, i);
      if (cursor != null) {
        cursors.add(cursor);
      }
    }
    return switch (cursors.size()) {
      case 0 -> null;
      case 1 -> cursors.getFirst();
      default -> new UnionCursor(cursors);
    };
  }

  private @Nullable ClauseCursor openTerm(SourceView view, int number) {
    TermEntry entry = view.find(terms.get(number));
    return entry == null ? null : entry.cursor(weights[number], bm25);
  }

  private @Nullable ClauseCursor openPhrase(SourceView view, List<Integer> offsets) {
    List<Postings> postings = new ArrayList<>();
    double weight = 0;
    for (int i = 0; i < weights.length; i++) {
      TermEntry entry = view.find(terms.get(i));
      if (entry == null) {
        return null;
      }
      postings.add(entry.postings());
      weight += weights[i];
    }
    return new PhraseCursor(view.source(), bm25, weight, postings, offsets);
  }
}
