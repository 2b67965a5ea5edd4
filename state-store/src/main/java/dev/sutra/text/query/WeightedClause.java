package dev.sutra.text.query;

import dev.sutra.text.highlight.WantedWords;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TermEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clause with its terms and their weights. Not thread-safe. */
final class WeightedClause implements Weighted {
  private final TextQuery.Clause clause;
  private final double boost;
  private final double idf;
  private final double averageLength;
  private final Bm25 bm25;
  private final List<String> terms;
  private final double[] weights;
  private double scale = 1;

  /** A clause whose terms weigh by their frequency. */
  WeightedClause(TextQuery.Clause clause, double boost, CorpusStatistics statistics, Bm25 bm25) {
    this.bm25 = bm25;
    this.clause = clause;
    this.boost = boost;
    this.averageLength = statistics.averageLength();
    this.terms =
        switch (clause) {
          case TextQuery.Term(String term) -> List.of(term);
          case TextQuery.Phrase phrase -> phrase.terms();
          case TextQuery.Prefix prefix -> List.of(prefix.key());
        };
    this.weights = new double[terms.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double weight = statistics.idf(terms.get(i));
      weights[i] = boost * weight;
      sum += weight;
    }
    this.idf = sum;
  }

  /** A term of a given weight. */
  WeightedClause(String term, double boost, double idf, CorpusStatistics statistics, Bm25 bm25) {
    this.bm25 = bm25;
    this.clause = new TextQuery.Term(term);
    this.boost = boost;
    this.idf = idf;
    this.averageLength = statistics.averageLength();
    this.terms = List.of(term);
    this.weights = new double[] {boost * idf};
  }

  /** Sum of the weights of the terms. */
  @Override
  public double weight() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  @Override
  public void scale(double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    scale *= factor;
  }

  @Override
  public void addWords(WantedWords words) {
    switch (clause) {
      case TextQuery.Prefix prefix -> words.addPrefix(prefix.words().getLast(), boost * idf);
      default -> terms.forEach(term -> words.addTerm(term, boost * idf / terms.size()));
    }
  }

  @Override
  public Explained explained(SourceView view, SearchScratch scratch) {
    ClauseCursor cursor = open(view, scratch);
    return (document, parts) -> {
      boolean matches = cursor != null && cursor.advance(document) == document;
      if (cursor != null && matches) {
        parts.add(
            new ScorePart(
                clause.toString(),
                boost,
                idf,
                cursor.frequency(),
                view.source().lengthOf(document),
                averageLength,
                cursor.score() / scale));
      }
      return matches;
    };
  }

  @Override
  public @Nullable ClauseCursor open(SourceView view, SearchScratch scratch) {
    return switch (clause) {
      case TextQuery.Term term -> openTerm(view, scratch);
      case TextQuery.Phrase phrase -> openPhrase(view, phrase, scratch);
      case TextQuery.Prefix prefix -> openPrefix(view, prefix);
    };
  }

  private @Nullable ClauseCursor openTerm(SourceView view, SearchScratch scratch) {
    TermEntry entry = view.find(terms.getFirst());
    return entry == null ? null : entry.cursor(weights[0], bm25, scratch);
  }

  private @Nullable ClauseCursor openPrefix(SourceView view, TextQuery.Prefix prefix) {
    BitSet documents = view.documents(prefix);
    return documents.isEmpty()
        ? null
        : new PrefixCursor(view.source(), bm25, weights[0], documents);
  }

  private @Nullable ClauseCursor openPhrase(
      SourceView view, TextQuery.Phrase phrase, SearchScratch scratch) {
    List<Postings> postings = new ArrayList<>();
    double weight = 0;
    for (int i = 0; i < weights.length; i++) {
      TermEntry entry = view.find(terms.get(i));
      if (entry == null) {
        return null;
      }
      postings.add(entry.postings(scratch));
      weight += weights[i];
    }
    return new PhraseCursor(bm25, weight, postings, phrase);
  }
}
