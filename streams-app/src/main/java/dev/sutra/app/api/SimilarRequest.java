package dev.sutra.app.api;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A query for the concepts nearest to a concept, a text or a vector: exactly one of the three is
 * set.
 *
 * @param id of a concept, which is not part of the result
 * @param text to be embedded; not blank, at most {@link QueryLimits#QUERY_TEXT_BYTES_MAX} chars
 * @param vector finite components; the service checks it against the store's dimension
 */
// The vector is an array for the sake of speed; requests are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record SimilarRequest(
    @Nullable String id, @Nullable String text, float @Nullable [] vector, Options options) {
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
  }

  /** A query for the concepts nearest to a text, without a filter. */
  public static SimilarRequest ofText(String text, int limit) {
    Options options =
        new Options(
            limit,
            Float.NEGATIVE_INFINITY,
            false,
            SimilarQuery.TARGET_RECALL_DEFAULT,
            ConceptFilter.NONE,
            Detail.TEXT);
    return new SimilarRequest(null, text, null, options);
  }

  /** The query to be sent to each partition, once the vector is known. */
  public SimilarQuery query(float[] vectorOfSubject) {
    return options.query(vectorOfSubject, id);
  }

  /**
   * What is asked for; {@link SimilarQuery} describes and checks each part.
   *
   * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
   * @param minScore negative infinity: all
   * @param exact whether to scan for the true nearest
   * @param targetRecall {@link SimilarQuery#TARGET_RECALL_MIN} to 1
   * @param filter which concepts may be in the result
   * @param detail what the hits carry
   */
  public record Options(
      int limit,
      float minScore,
      boolean exact,
      double targetRecall,
      ConceptFilter filter,
      Detail detail) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public Options {
      SimilarQuery.checkOptions(limit, minScore, targetRecall);
    }

    private SimilarQuery query(float[] vector, @Nullable String excludedId) {
      return new SimilarQuery(
          vector, limit, minScore, exact, excludedId, targetRecall, filter, detail);
    }
  }
}
