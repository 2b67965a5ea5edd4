package dev.sutra.bench.relevance;

import java.util.ArrayList;
import java.util.List;

/** At which rank each question's only answer was found. */
final class Ranks {
  private static final int TOP = 10;

  private final List<Integer> ranks = new ArrayList<>();

  /**
   * Adds the result of a question.
   *
   * @param ids best first
   */
  void add(List<String> ids, String answer) {
    ranks.add(ids.indexOf(answer) + 1);
  }

  /**
   * The normalized discounted cumulative gain of the first ten items (Järvelin and Kekäläinen,
   * 2002): with one answer, 1 / log2(rank + 1).
   */
  double gain() {
    return mean(rank -> rank > TOP ? 0 : Math.log(2) / Math.log(rank + 1.0));
  }

  /** The mean of 1 / rank, in all that was returned. */
  double reciprocal() {
    return mean(rank -> 1.0 / rank);
  }

  /** The share of the questions whose answer is among the first ten items. */
  double recall() {
    return mean(rank -> rank > TOP ? 0 : 1);
  }

  private interface Value {
    double of(int rank);
  }

  private double mean(Value value) {
    return ranks.stream().mapToDouble(rank -> rank == 0 ? 0 : value.of(rank)).average().orElse(0);
  }
}
