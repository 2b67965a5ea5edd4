package dev.sutra.engine.graph;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks for the concepts that are most related to some, by spreading activation.
 *
 * @param seeds the concepts that are activated first, 1 to {@link GraphLimits#SEEDS_MAX}, each
 *     once; they are no items
 * @param selection which associations are followed
 * @param minWeight only associations of at least this weight are followed, 0 to 1
 * @param decay the share of its activation that a concept passes on, above 0, at most 1
 * @param depth how many steps, 1 to {@link GraphLimits#DEPTH_MAX}
 * @param limit how many items at most, 1 to {@link QueryLimits#RANKED_MAX}
 * @param edgesMax how many edges are read at most, 1 to {@link GraphLimits#EDGES_MAX}
 * @param filter conditions on the concepts that are activated: what would arrive at others is lost
 */
public record ExpandQuery(
    List<Seed> seeds,
    EdgeSelection selection,
    float minWeight,
    double decay,
    int depth,
    int limit,
    int edgesMax,
    ConceptFilter filter) {
  /** The share that is passed on unless a question says otherwise. */
  public static final double DECAY_DEFAULT = 0.5;

  /**
   * A concept that is activated first.
   *
   * @param weight its activation, above 0 and finite
   */
  public record Seed(String id, double weight) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public Seed {
      Limits.checkId("id", id);
      if (!(weight > 0 && weight <= WEIGHT_MAX)) {
        throw new IllegalArgumentException(
            "the weight of " + id + " is " + weight + "; above 0, up to 1e9 is allowed");
      }
    }
  }

  private static final double WEIGHT_MAX = 1e9;

  /** Asks without a filter. */
  public ExpandQuery(
      List<Seed> seeds,
      EdgeSelection selection,
      float minWeight,
      double decay,
      int depth,
      int limit,
      int edgesMax) {
    this(seeds, selection, minWeight, decay, depth, limit, edgesMax, ConceptFilter.NONE);
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public ExpandQuery {
    if (seeds.isEmpty() || seeds.size() > GraphLimits.SEEDS_MAX) {
      throw new IllegalArgumentException(
          seeds.size() + " ids; 1 to " + GraphLimits.SEEDS_MAX + " are allowed");
    }
    Set<String> ids = new HashSet<>();
    for (Seed seed : seeds) {
      if (!ids.add(seed.id())) {
        throw new IllegalArgumentException("ids has " + seed.id() + " twice");
      }
    }
    seeds = List.copyOf(seeds);
    GraphLimits.checkWeight(minWeight);
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay is " + decay + "; above 0, up to 1 is allowed");
    }
    GraphLimits.check("depth", depth, GraphLimits.DEPTH_MAX);
    GraphLimits.check("limit", limit, QueryLimits.RANKED_MAX);
    GraphLimits.check("max_edges", edgesMax, GraphLimits.EDGES_MAX);
  }
}
