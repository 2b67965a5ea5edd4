package dev.sutra.engine.query;

import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Queries the concepts with the vectors nearest to a given one.
 *
 * @param vector its length must be the store's dimension
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}; with {@link Detail#ID} to {@link
 *     QueryLimits#RANKED_MAX}
 * @param minScore minimum score; negative infinity: all
 * @param exact whether to return the true nearest concepts, at the cost of a full scan
 * @param excludedId id of a concept to exclude (usually the owner of the vector); null: none
 * @param targetRecall average recall of an approximate search, 0.5 to 1; a higher recall takes
 *     longer
 * @param filter conditions on the results
 * @param detail what the hits carry
 */
// The vector is an array for speed; queries are not compared for equality.
@SuppressWarnings("ArrayRecordComponent")
public record SimilarQuery(
    float[] vector,
    int limit,
    float minScore,
    boolean exact,
    @Nullable String excludedId,
    double targetRecall,
    ConceptFilter filter,
    Detail detail) {
  /** The default of {@link #targetRecall}. */
  public static final double TARGET_RECALL_DEFAULT = 0.98;

  public static final double TARGET_RECALL_MIN = 0.5;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message names it
   */
  public SimilarQuery {
    Limits.checkVector(vector);
    if (excludedId != null) {
      Limits.checkId("excluded id", excludedId);
    }
    QueryLimits.checkItems(limit, detail);
    checkScores(minScore, targetRecall);
  }

  /**
   * Checks the parts that do not depend on the vector, which may not be known yet.
   *
   * @throws IllegalArgumentException if a part is invalid; the message names it
   */
  public static void checkOptions(int limit, float minScore, double targetRecall) {
    QueryLimits.checkItems(limit);
    checkScores(minScore, targetRecall);
  }

  private static void checkScores(float minScore, double targetRecall) {
    if (Float.isNaN(minScore)) {
      throw new IllegalArgumentException("min_score is not a number");
    }
    if (!(targetRecall >= TARGET_RECALL_MIN && targetRecall <= 1)) {
      throw new IllegalArgumentException(
          "target_recall is " + targetRecall + "; 0.5 to 1 is allowed");
    }
  }

  /** Creates a query without a filter and with the default recall. */
  public SimilarQuery(
      float[] vector, int limit, float minScore, boolean exact, @Nullable String excludedId) {
    this(
        vector,
        limit,
        minScore,
        exact,
        excludedId,
        TARGET_RECALL_DEFAULT,
        ConceptFilter.NONE,
        Detail.TEXT);
  }

  /** The same query with another filter. */
  public SimilarQuery withFilter(ConceptFilter other) {
    return new SimilarQuery(
        vector, limit, minScore, exact, excludedId, targetRecall, other, detail);
  }

  /** The same query with another recall. */
  public SimilarQuery withTargetRecall(double other) {
    return new SimilarQuery(vector, limit, minScore, exact, excludedId, other, filter, detail);
  }

  /** The same query for so many hits. */
  public SimilarQuery withLimit(int other) {
    return new SimilarQuery(
        vector, other, minScore, exact, excludedId, targetRecall, filter, detail);
  }

  /** The same query with other contents of hits. */
  public SimilarQuery withDetail(Detail other) {
    return new SimilarQuery(
        vector, limit, minScore, exact, excludedId, targetRecall, filter, other);
  }
}
