package dev.sutra.engine.hybrid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses items that are good and unlike each other: maximal marginal relevance (Carbonell and
 * Goldstein, 1998), with the cosine of vectors. An item without a vector is unlike all others.
 */
final class Diversity {
  private Diversity() {}

  /**
   * Chooses items one by one: always the one with the greatest {@code (1 - diversity) × score -
   * diversity × similarity to the nearest chosen one}. Scores are divided by the first one.
   *
   * @param scores descending, positive
   * @param vectors of the items; null: it has none
   * @param diversity more than 0, less than 1
   * @return the numbers of the chosen items in the order of choice; of equal ones, the first
   */
  static List<Integer> choose(
      double[] scores, List<float @Nullable []> vectors, double diversity, int limit) {
    int count = scores.length;
    double[] lengths = new double[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = length(vectors.get(i));
    }
    // The greatest similarity to a chosen item; NaN: to none.
    double[] nearest = new double[count];
    Arrays.fill(nearest, Double.NaN);
    boolean[] taken = new boolean[count];
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < Math.min(limit, count)) {
      int best = -1;
      double bestValue = 0;
      for (int i = 0; i < count; i++) {
        double likeness = Double.isNaN(nearest[i]) ? 0 : nearest[i];
        double value = (1 - diversity) * scores[i] / scores[0] - diversity * likeness;
        if (!taken[i] && (best < 0 || value > bestValue)) {
          best = i;
          bestValue = value;
        }
      }
      taken[best] = true;
      chosen.add(best);
      for (int i = 0; i < count; i++) {
        if (!taken[i] && lengths[i] > 0 && lengths[best] > 0) {
          double cosine = product(vectors.get(i), vectors.get(best)) / (lengths[i] * lengths[best]);
          nearest[i] = Double.isNaN(nearest[i]) ? cosine : Math.max(nearest[i], cosine);
        }
      }
    }
    return chosen;
  }

  private static double length(float @Nullable [] vector) {
    return vector == null ? 0 : Math.sqrt(product(vector, vector));
  }

  private static double product(float @Nullable [] a, float @Nullable [] b) {
    double sum = 0;
    for (int i = 0; a != null && b != null && i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
