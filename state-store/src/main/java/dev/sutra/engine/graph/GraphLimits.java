package dev.sutra.engine.graph;

/** Limits of questions about the graph. */
public final class GraphLimits {
  /** How many steps a traversal may go. */
  public static final int DEPTH_MAX = 4;

  /** How many steps a path may have. */
  public static final int PATH_DEPTH_MAX = 6;

  /** How many paths a question may ask for. */
  public static final int PATHS_MAX = 100;

  /** How many concepts activation may start from. */
  public static final int SEEDS_MAX = 1000;

  /** How many types of associations a question may name. */
  public static final int TYPES_MAX = 64;

  /** How many edges a question reads unless it says otherwise. */
  public static final int EDGES_DEFAULT = 100_000;

  /** How many edges a question may read. */
  public static final int EDGES_MAX = 1_000_000;

  /** How many concepts one look-up of edges may name. */
  public static final int BATCH_CONCEPTS_MAX = 4096;

  /** How many edges one look-up returns at most. */
  public static final int BATCH_EDGES_MAX = 8192;

  private GraphLimits() {}

  static void checkWeight(float minWeight) {
    if (!(minWeight >= 0 && minWeight <= 1)) {
      throw new IllegalArgumentException("min_weight is " + minWeight + "; 0 to 1 is allowed");
    }
  }

  static void check(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " is " + value + "; 1 to " + max + " is allowed");
    }
  }
}
