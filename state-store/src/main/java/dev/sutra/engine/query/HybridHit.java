package dev.sutra.engine.query;

import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.record.Concept;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A concept in the result of a hybrid query.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param score higher is better
 * @param places its place in each ranking that contains it
 * @param concept the concept, as far as the query asked for it; null: it asked for the text only
 */
public record HybridHit(
    String id,
    @Nullable String text,
    double score,
    Map<Ranking, Place> places,
    @Nullable Concept concept) {
  public HybridHit {
    places = Map.copyOf(places);
  }

  /** The same hit with what it carries of its concept. */
  public HybridHit with(Concept present, Detail detail) {
    return new HybridHit(id, present.text(), score, places, detail.carried(present));
  }

  /**
   * A place in a ranking.
   *
   * @param rank from 1
   * @param score in this ranking
   */
  public record Place(int rank, double score) {}
}
