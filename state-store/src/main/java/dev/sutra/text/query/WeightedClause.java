package dev.sutra.text.query;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchMemory;
import dev.sutra.text.score.TermEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clause with the terms to look up and what each weighs, the same in all sources. */
final class WeightedClause {
  private final TextQuery.Clause clause;
  private final Bm25 bm25;
  private final List<String> terms;
  private final double[] weights;

  WeightedClause(TextQuery.Clause clause, CorpusStatistics statistics, Bm25 bm25) {
    this.bm25 = bm25;
    this.clause = clause;
    this.terms =
        switch (clause) {
          case TextQuery.Term(String term) -> List.of(term);
          case TextQuery.Phrase phrase -> phrase.terms();
          case TextQuery.Prefix prefix -> List.of(prefix.key());
        };
    this.weights = new double[terms.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = statistics.idf(terms.get(i));
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
  @Nullable ClauseCursor open(SourceView view, SearchMemory memory) {
    return switch (clause) {
      case TextQuery.Term term -> openTerm(view, memory);
      case TextQuery.Phrase phrase -> openPhrase(view, phrase.positions());
      case TextQuery.Prefix prefix -> openPrefix(view, prefix);
    };
  }

  private @Nullable ClauseCursor openTerm(SourceView view, SearchMemory memory) {
    TermEntry entry = view.find(terms.getFirst());
    return entry == null ? null : entry.cursor(weights[0], bm25, memory);
  }

  private @Nullable ClauseCursor openPrefix(SourceView view, TextQuery.Prefix prefix) {
    BitSet documents = PrefixDocuments.find(view.source(), prefix);
    return documents.isEmpty()
        ? null
        : new PrefixCursor(view.source(), bm25, weights[0], documents);
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
    return new PhraseCursor(bm25, weight, postings, offsets);
  }
}
