package dev.sutra.standing;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A query that is matched against each event. Immutable.
 *
 * @param condition what an event must match
 * @param filter further conditions on the concept; {@link ConceptFilter#NONE} for an association
 */
public record StandingQuery(Condition condition, ConceptFilter filter) {
  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException if associations are filtered, or the filter asks for some
   */
  public StandingQuery {
    if (condition instanceof Edge && !filter.isNone()) {
      throw new IllegalArgumentException("filter is for concepts; an edge query has none");
    }
    if (filter.asksForAssociations()) {
      throw new IllegalArgumentException(
          "the filter of a standing query cannot ask for associations (has): an event is matched"
              + " alone");
    }
  }

  /** A query without a filter. */
  public StandingQuery(Condition condition) {
    this(condition, ConceptFilter.NONE);
  }

  /** What an event must match. */
  public sealed interface Condition {}

  /**
   * Matches concepts with a text that a search would find.
   *
   * @param text words, "phrases" and pre* fixes
   * @param any whether one of them is enough; otherwise all must match
   */
  public record Text(String text, boolean any) implements Condition {
    /**
     * Checks the text; its words depend on the index.
     *
     * @throws IllegalArgumentException if it is too long or not well-formed
     */
    public Text {
      if (text.length() > QueryLimits.QUERY_TEXT_BYTES_MAX) {
        throw new IllegalArgumentException(
            "text is longer than " + QueryLimits.QUERY_TEXT_BYTES_MAX + " characters");
      }
      Limits.checkWellFormed("text", text);
    }
  }

  /**
   * Matches concepts with a vector whose score is high enough.
   *
   * @param vector not copied; callers must not change it
   * @param minScore the least score, inclusive
   */
  // The vector is an array for speed; equals and hashCode compare its contents.
  @SuppressWarnings("ArrayRecordComponent")
  public record Near(float[] vector, float minScore) implements Condition {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the number that is wrong
     */
    public Near {
      Limits.checkVector(vector);
      if (!Float.isFinite(minScore)) {
        throw new IllegalArgumentException("min_score is " + minScore + "; not a finite number");
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Near that
          && Arrays.equals(vector, that.vector)
          && Float.compare(minScore, that.minScore) == 0;
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(vector) + Float.hashCode(minScore);
    }
  }

  /**
   * Matches associations. At least one of type, source and target is given.
   *
   * @param type null: any
   * @param source null: any
   * @param target null: any
   * @param minWeight the least weight, inclusive, 0 to 1
   */
  public record Edge(
      @Nullable String type, @Nullable String source, @Nullable String target, float minWeight)
      implements Condition {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public Edge {
      if (type == null && source == null && target == null) {
        throw new IllegalArgumentException("edge has neither type nor source nor target");
      }
      if (type != null) {
        Limits.checkType(type);
      }
      if (source != null) {
        Limits.checkId("source", source);
      }
      if (target != null) {
        Limits.checkId("target", target);
      }
      if (!(minWeight >= 0 && minWeight <= 1)) {
        throw new IllegalArgumentException("min_weight is " + minWeight + "; 0 to 1 is allowed");
      }
    }
  }
}
