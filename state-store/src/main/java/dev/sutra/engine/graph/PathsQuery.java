package dev.sutra.engine.graph;

import dev.sutra.record.Limits;

/**
 * Asks for the best simple paths from one concept to another: those that visit no concept twice.
 * Two associations between the same concepts make two paths.
 *
 * @param from where paths start
 * @param to where they end; another concept
 * @param selection which associations are followed, as seen from {@code from}
 * @param minWeight only associations of at least this weight are followed, 0 to 1
 * @param depth how many steps a path may have, 1 to {@link GraphLimits#PATH_DEPTH_MAX}
 * @param count how many paths at most, 1 to {@link GraphLimits#PATHS_MAX}
 * @param by what makes a path better
 * @param edgesMax how many edges are read at most, 1 to {@link GraphLimits#EDGES_MAX}
 */
public record PathsQuery(
    String from,
    String to,
    EdgeSelection selection,
    float minWeight,
    int depth,
    int count,
    By by,
    int edgesMax) {
  /** What makes a path better. */
  public enum By {
    /** Fewer steps; then strength. */
    LENGTH,
    /** A greater product of weight and confidence; then fewer steps. */
    STRENGTH
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public PathsQuery {
    Limits.checkId("from", from);
    Limits.checkId("to", to);
    if (from.equals(to)) {
      throw new IllegalArgumentException("from and to are the same concept");
    }
    GraphLimits.checkWeight(minWeight);
    GraphLimits.check("max_depth", depth, GraphLimits.PATH_DEPTH_MAX);
    GraphLimits.check("k", count, GraphLimits.PATHS_MAX);
    GraphLimits.check("max_edges", edgesMax, GraphLimits.EDGES_MAX);
  }
}
