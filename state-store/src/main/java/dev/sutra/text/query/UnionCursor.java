package dev.sutra.text.query;

import dev.sutra.text.score.ClauseCursor;

/** The documents that match any of some clauses; their scores are summed. */
final class UnionCursor extends ClauseCursor {
  private final ClauseCursor[] parts;
  private int document = -1;

  UnionCursor(ClauseCursor[] parts) {
    this.parts = parts;
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int advance(int target) {
    if (target > document) {
      int next = NO_MORE;
      for (ClauseCursor part : parts) {
        next = Math.min(next, part.advance(target));
      }
      document = next;
    }
    return document;
  }

  @Override
  public void rewind() {
    for (ClauseCursor part : parts) {
      part.rewind();
    }
    document = -1;
  }

  @Override
  public double score() {
    double sum = 0;
    for (ClauseCursor part : parts) {
      if (part.document() == document) {
        sum += part.score();
      }
    }
    return sum;
  }

  @Override
  public double maxScore() {
    double sum = 0;
    for (ClauseCursor part : parts) {
      sum += part.maxScore();
    }
    return sum;
  }

  @Override
  public int advanceShallow(int target) {
    int end = NO_MORE;
    for (ClauseCursor part : parts) {
      end = Math.min(end, part.advanceShallow(target));
    }
    return end;
  }

  @Override
  public double blockMaxScore() {
    double sum = 0;
    for (ClauseCursor part : parts) {
      sum += part.blockMaxScore();
    }
    return sum;
  }

  @Override
  public long cost() {
    long sum = 0;
    for (ClauseCursor part : parts) {
      sum += part.cost();
    }
    return sum;
  }
}
