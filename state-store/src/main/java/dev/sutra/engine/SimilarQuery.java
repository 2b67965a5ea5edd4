package dev.sutra.engine;

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
 */
// The vector is an array for the sake of speed; queries are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record SimilarQuery(
    float[] vector, int limit, float minScore, boolean exact, @Nullable String excludedId) {
  public SimilarQuery {
    Limits.checkVector(vector);
    QueryLimits.checkItems(limit);
    if (Float.isNaN(minScore)) {
      throw new IllegalArgumentException("min_score is not a number");
    }
  }
}
