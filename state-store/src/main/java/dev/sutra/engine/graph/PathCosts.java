package dev.sutra.engine.graph;

import dev.sutra.engine.query.MergedResults;
import java.util.Comparator;

/**
 * Costs of associations, so that the path with the least sum is the one with the greatest product
 * of weight and confidence: negative logarithms in units of 2<sup>-40</sup>. Sums of integers do
 * not depend on their order, as those of floating-point numbers do.
 */
final class PathCosts {
  private static final double UNITS = 1L << 40;

  /** The cost of an association of no weight: more than any path without one. */
  private static final long ZERO = 1L << 52;

  /** No path: more than the sum of any. */
  static final long NONE = Long.MAX_VALUE / 4;

  /** Steps from one concept in the order of their rows. */
  static final Comparator<Hop> ROW_ORDER =
      Comparator.comparing(Hop::direction)
          .thenComparing(Hop::type, EdgeSelection::compareTypes)
          .thenComparing(Hop::id, MergedResults.BY_ID);

  private PathCosts() {}

  static long of(Hop hop) {
    double product = product(hop);
    // StrictMath gives the same on every machine.
    return product > 0 ? Math.round(-StrictMath.log(product) * UNITS) : ZERO;
  }

  static double product(Hop hop) {
    return (double) hop.weight() * hop.confidence();
  }
}
