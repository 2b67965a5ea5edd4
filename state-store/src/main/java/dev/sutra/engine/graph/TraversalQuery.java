package dev.sutra.engine.graph;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Limits;

/**
 * Asks which concepts are within some steps of one, breadth first.
 *
 * @param id the start; it is not an item
 * @param selection which associations are followed
 * @param minWeight only associations of at least this weight are followed, 0 to 1
 * @param depth how many steps, 1 to {@link GraphLimits#DEPTH_MAX}
 * @param limit how many items at most, 1 to {@link QueryLimits#ITEMS_MAX}
 * @param edgesMax how many edges are read at most, 1 to {@link GraphLimits#EDGES_MAX}. All edges of
 *     the selection count, those of less weight too. The edges of the strongest concepts of a
 *     distance are read first
 * @param filter conditions on the concepts that are reached: the walk goes through no others
 */
public record TraversalQuery(
    String id,
    EdgeSelection selection,
    float minWeight,
    int depth,
    int limit,
    int edgesMax,
    ConceptFilter filter) {
  /** Asks without a filter. */
  public TraversalQuery(
      String id, EdgeSelection selection, float minWeight, int depth, int limit, int edgesMax) {
    this(id, selection, minWeight, depth, limit, edgesMax, ConceptFilter.NONE);
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public TraversalQuery {
    Limits.checkId("id", id);
    GraphLimits.checkWeight(minWeight);
    GraphLimits.check("depth", depth, GraphLimits.DEPTH_MAX);
    GraphLimits.check("limit", limit, QueryLimits.ITEMS_MAX);
    GraphLimits.check("max_edges", edgesMax, GraphLimits.EDGES_MAX);
  }
}
