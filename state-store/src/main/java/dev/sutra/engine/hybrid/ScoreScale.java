package dev.sutra.engine.hybrid;

import dev.sutra.engine.query.Hit;
import java.util.List;

/**
 * Makes the scores of different rankings comparable: how far a score is above the floor of its
 * ranking, in standard deviations (z-scores; compared with other ways by Renda and Straccia, 2003).
 * A single score far above the others counts for more than with a scale from 0 to 1, and many
 * similar scores spread less.
 *
 * @param floor what a concept has that is not in the ranking
 * @param deviation 0 if all scores are equal
 */
record ScoreScale(double floor, double deviation) {
  private static final double ROUNDING = 1e-9;

  /**
   * The scale of a ranking.
   *
   * @param items best first; at least one
   * @param isComplete whether other concepts have the score 0; otherwise at most that of the last
   * @param length of the longest ranking of the query; concepts up to it that this ranking lacks
   *     count with the floor, so that a short ranking has no other scale than a long one that ends
   *     with zeros
   */
  static ScoreScale of(List<Hit> items, boolean isComplete, int length) {
    double floor = isComplete ? 0 : items.getLast().score();
    double mean = items.stream().mapToDouble(item -> item.score() - floor).sum() / length;
    double squares = (length - items.size()) * mean * mean;
    for (Hit item : items) {
      double difference = item.score() - floor - mean;
      squares += difference * difference;
    }
    double deviation = Math.sqrt(squares / length);
    // Of equal scores, only the rounding of their mean is left.
    return new ScoreScale(floor, deviation > mean * ROUNDING ? deviation : 0);
  }

  /** A score of the ranking on this scale: 0 or more; 1 if all scores are equal. */
  double scaled(double score) {
    return deviation == 0 ? 1 : (score - floor) / deviation;
  }
}
