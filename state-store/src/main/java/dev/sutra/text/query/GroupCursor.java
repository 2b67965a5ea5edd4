package dev.sutra.text.query;

import dev.sutra.text.score.ClauseCursor;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The documents that match all required clauses and no excluded one. Optional clauses add to the
 * score of those that match them too.
 */
final class GroupCursor extends ClauseCursor {
  // Rarest first.
  private final ClauseCursor[] required;
  private final ClauseCursor[] optional;
  private final ClauseCursor[] excluded;
  private int document = -1;

  /**
   * A cursor over these clauses.
   *
   * @param required one or more
   */
  GroupCursor(ClauseCursor[] required, ClauseCursor[] optional, ClauseCursor[] excluded) {
    this.required = required.clone();
    Arrays.sort(this.required, Comparator.comparingLong(ClauseCursor::cost));
    this.optional = optional;
    this.excluded = excluded;
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int advance(int target) {
    if (target > document) {
      int candidate = required[0].advance(target);
      while (candidate != NO_MORE) {
        int reached = reached(candidate);
        if (reached == candidate) {
          break;
        }
        candidate = required[0].advance(reached);
      }
      document = candidate;
    }
    return document;
  }

  /** The candidate if it matches, else a later document before which none does. */
  private int reached(int candidate) {
    for (int i = 1; i < required.length; i++) {
      int reached = required[i].advance(candidate);
      if (reached > candidate) {
        return reached;
      }
    }
    for (ClauseCursor clause : excluded) {
      if (clause.advance(candidate) == candidate) {
        return candidate + 1;
      }
    }
    return candidate;
  }

  @Override
  public void rewind() {
    rewind(required);
    rewind(optional);
    rewind(excluded);
    document = -1;
  }

  private static void rewind(ClauseCursor[] clauses) {
    for (ClauseCursor clause : clauses) {
      clause.rewind();
    }
  }

  @Override
  public double score() {
    double sum = 0;
    for (ClauseCursor clause : required) {
      sum += clause.score();
    }
    for (ClauseCursor clause : optional) {
      if (clause.advance(document) == document) {
        sum += clause.score();
      }
    }
    return sum;
  }

  @Override
  public double maxScore() {
    double sum = 0;
    for (ClauseCursor clause : required) {
      sum += clause.maxScore();
    }
    for (ClauseCursor clause : optional) {
      sum += clause.maxScore();
    }
    return sum;
  }

  @Override
  public int advanceShallow(int target) {
    int end = NO_MORE;
    for (ClauseCursor clause : required) {
      end = Math.min(end, clause.advanceShallow(target));
    }
    for (ClauseCursor clause : optional) {
      end = Math.min(end, clause.advanceShallow(target));
    }
    return end;
  }

  @Override
  public double blockMaxScore() {
    double sum = 0;
    for (ClauseCursor clause : required) {
      sum += clause.blockMaxScore();
    }
    for (ClauseCursor clause : optional) {
      sum += clause.blockMaxScore();
    }
    return sum;
  }

  @Override
  public long cost() {
    return required[0].cost();
  }
}
