package dev.sutra.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clause with the terms to look up and what each weighs, the same in all sources. */
final class WeightedClause {
  private final Bm25 bm25;
  private final List<byte[]> terms = new ArrayList<>();
  private final double[] weights;
  // Of a phrase only.
  private final @Nullable List<Integer> positions;

  WeightedClause(TextQuery.Clause clause, CorpusStatistics statistics, Bm25 bm25) {
    this.bm25 = bm25;
    this.positions = clause instanceof TextQuery.Phrase phrase ? phrase.positions() : null;
    List<String> words =
        switch (clause) {
          case TextQuery.Term(String term) -> List.of(term);
          case TextQuery.Phrase phrase -> phrase.terms();
          case TextQuery.Prefix(String prefix) -> statistics.expansions(prefix);
        };
    this.weights = new double[words.size()];
    for (int i = 0; i < weights.length; i++) {
      terms.add(words.get(i).getBytes(StandardCharsets.UTF_8));
      weights[i] = bm25.idf(words.get(i));
    }
  }

  /** Sum of the weights of its terms. */
  double weight() {
    return Arrays.stream(weights).sum();
  }

  /** Multiplies its weights, before it is opened. */
  void scale(double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
  }

  /** The documents of a source that match, or null if none can. */
  @Nullable ClauseCursor open(TextSource source) {
    return positions == null ? openTerms(source) : openPhrase(source, positions);
  }

  private @Nullable ClauseCursor openTerms(TextSource source) {
    List<ClauseCursor> cursors = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      ClauseCursor cursor = source.cursor(terms.get(i), weights[i], bm25);
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

  private @Nullable ClauseCursor openPhrase(TextSource source, List<Integer> offsets) {
    List<Postings> postings = new ArrayList<>();
    double weight = 0;
    for (int i = 0; i < weights.length; i++) {
      Postings found = source.postings(terms.get(i));
      if (found == null) {
        return null;
      }
      postings.add(found);
      weight += weights[i];
    }
    return new PhraseCursor(source, bm25, weight, postings, offsets);
  }
}
