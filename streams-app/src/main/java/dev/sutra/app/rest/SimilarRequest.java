package dev.sutra.app.rest;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the concepts nearest to a concept, a text or a vector: exactly one of the three is set.
 *
 * @param id a concept, itself left out of the answer
 * @param text to be embedded; not blank, at most {@link QueryLimits#QUERY_TEXT_BYTES_MAX} chars
 * @param vector finite components; whether it fits the store is the service's to check
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param minScore only concepts of at least this score; negative infinity: all
 * @param exact whether the true nearest are asked for, at the cost of a scan
 * @param targetRecall the share of the true nearest that is wanted on average otherwise, {@link
 *     SimilarQuery#TARGET_RECALL_MIN} to 1
 * @param filter which concepts may be in the answer
 */
// The vector is an array for the sake of speed; requests are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record SimilarRequest(
    @Nullable String id,
    @Nullable String text,
    float @Nullable [] vector,
    int limit,
    float minScore,
    boolean exact,
    double targetRecall,
    ConceptFilter filter) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public SimilarRequest {
    int given = (id != null ? 1 : 0) + (text != null ? 1 : 0) + (vector != null ? 1 : 0);
    if (given != 1) {
      throw new IllegalArgumentException("exactly one of id, text and vector must be given");
    }
    if (id != null) {
      Limits.checkId("id", id);
    }
    if (text != null) {
      QueryTexts.check("text", text);
    }
    if (vector != null) {
      Limits.checkVector(vector);
    }
    if (limit < 1 || limit > QueryLimits.ITEMS_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + QueryLimits.ITEMS_MAX + " is allowed");
    }
    if (Float.isNaN(minScore)) {
      throw new IllegalArgumentException("min_score is not a number");
    }
    if (!(targetRecall >= SimilarQuery.TARGET_RECALL_MIN && targetRecall <= 1)) {
      throw new IllegalArgumentException(
          "target_recall is " + targetRecall + "; 0.5 to 1 is allowed");
    }
  }

  /** Asks for any concepts near to a text. */
  public static SimilarRequest ofText(String text, int limit) {
    return new SimilarRequest(
        null,
        text,
        null,
        limit,
        Float.NEGATIVE_INFINITY,
        false,
        SimilarQuery.TARGET_RECALL_DEFAULT,
        ConceptFilter.NONE);
  }
}
