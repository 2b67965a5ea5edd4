package dev.sutra.text.query;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TermEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clause with its terms and their weights, which are the same in all sources. Not thread-safe.
 */
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

  /** Sum of the weights of the terms. */
  double weight() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** Multiplies the weights; must precede {@link #open}. */
  void scale(double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
  }

  /** A cursor over the matches in a source; null if there are none. */
  @Nullable ClauseCursor open(SourceView view, SearchScratch scratch) {
    return switch (clause) {
      case TextQuery.Term term -> openTerm(view, scratch);
      case TextQuery.Phrase phrase -> openPhrase(view, phrase.positions());
      case TextQuery.Prefix prefix -> openPrefix(view, prefix);
    };
  }

  private @Nullable ClauseCursor openTerm(SourceView view, SearchScratch scratch) {
    TermEntry entry = view.find(terms.getFirst());
    return entry == null ? null : entry.cursor(weights[0], bm25, scratch);
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
