package dev.sutra.text;

import java.util.Arrays;
import java.util.List;

/** The documents that hold any of the terms of a prefix; the score is the sum of those held. */
final class UnionCursor extends ClauseCursor {
  private final ClauseCursor[] terms;
  private final double maxScore;
  private final long cost;
  private int document = -1;

  UnionCursor(List<ClauseCursor> terms) {
    this.terms = terms.toArray(ClauseCursor[]::new);
    double score = 0;
    long documents = 0;
    for (ClauseCursor term : this.terms) {
      score += term.maxScore();
      documents += term.cost();
    }
    this.maxScore = score;
    this.cost = documents;
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int advance(int target) {
    if (target > document) {
      int least = NO_MORE;
      for (ClauseCursor term : terms) {
        least = Math.min(least, term.advance(target));
      }
      document = least;
    }
    return document;
  }

  @Override
  void rewind() {
    for (ClauseCursor term : terms) {
      term.rewind();
    }
    document = -1;
  }

  @Override
  double score() {
    double score = 0;
    for (ClauseCursor term : terms) {
      if (term.document() == document) {
        score += term.score();
      }
    }
    return score;
  }

  @Override
  double maxScore() {
    return maxScore;
  }

  @Override
  int stretch(int target) {
    // The blocks of many lists end everywhere: a common stretch would hold next to nothing.
    return NO_MORE;
  }

  @Override
  double stretchMaxScore() {
    return maxScore;
  }

  @Override
  long cost() {
    return cost;
  }

  @Override
  void raiseBounds(int from, int bits, double[] bounds) {
    double[] ofTerm = new double[bounds.length];
    double[] sum = new double[bounds.length];
    for (ClauseCursor term : terms) {
      Arrays.fill(ofTerm, 0);
      term.raiseBounds(from, bits, ofTerm);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += ofTerm[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      bounds[i] = Math.max(bounds[i], sum[i]);
    }
  }
}
