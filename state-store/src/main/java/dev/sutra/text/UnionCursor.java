package dev.sutra.text;

import java.util.List;

/** The documents that hold any of the terms of a prefix; the score is the sum of those held. */
final class UnionCursor extends ClauseCursor {
  private final TermCursor[] terms;
  private final double maxScore;
  private final long cost;
  private int document = -1;

  UnionCursor(List<TermCursor> terms) {
    this.terms = terms.toArray(TermCursor[]::new);
    double score = 0;
    long documents = 0;
    for (TermCursor term : this.terms) {
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
      for (TermCursor term : terms) {
        least = Math.min(least, term.advance(target));
      }
      document = least;
    }
    return document;
  }

  @Override
  double score() {
    double score = 0;
    for (TermCursor term : terms) {
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
}
