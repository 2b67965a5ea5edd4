package dev.sutra.engine.query;

import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the concepts whose vectors are nearest to one.
 *
 * @param vector as long as the store's dimension
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param minScore only concepts of at least this score; negative infinity: all
 * @param exact whether the true nearest are asked for, at the cost of a scan
 * @param excludedId a concept to leave out (the one that the vector is of); null: none
 * @param targetRecall the share of the true nearest that is wanted on average where the answer is
 *     approximate, 0.5 to 1; more takes longer
 * @param filter which concepts may be in the answer
 */
// The vector is an array for the sake of speed; queries are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record SimilarQuery(
    float[] vector,
    int limit,
    float minScore,
    boolean exact,
    @Nullable String excludedId,
    double targetRecall,
    ConceptFilter filter) {
  /** What is wanted if nothing is said. */
  public static final double TARGET_RECALL_DEFAULT = 0.98;

  public static final double TARGET_RECALL_MIN = 0.5;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public SimilarQuery {
    Limits.checkVector(vector);
    if (excludedId != null) {
      Limits.checkId("excluded id", excludedId);
    }
    QueryLimits.checkItems(limit);
    if (Float.isNaN(minScore)) {
      throw new IllegalArgumentException("min_score is not a number");
    }
    if (!(targetRecall >= TARGET_RECALL_MIN && targetRecall <= 1)) {
      throw new IllegalArgumentException(
          "target_recall is " + targetRecall + "; 0.5 to 1 is allowed");
    }
  }

  /** Asks for any concepts, with the ordinary recall where the answer is not exact. */
  public SimilarQuery(
      float[] vector, int limit, float minScore, boolean exact, @Nullable String excludedId) {
    this(vector, limit, minScore, exact, excludedId, TARGET_RECALL_DEFAULT, ConceptFilter.NONE);
  }

  /** The same question of the concepts that pass a filter. */
  public SimilarQuery withFilter(ConceptFilter other) {
    return new SimilarQuery(vector, limit, minScore, exact, excludedId, targetRecall, other);
  }

  /** The same question with another recall. */
  public SimilarQuery withTargetRecall(double other) {
    return new SimilarQuery(vector, limit, minScore, exact, excludedId, other, filter);
  }
}
