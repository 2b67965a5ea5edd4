package dev.sutra.engine.graph;

/** Why a question about the graph ended before it had read all that it would have read. */
public enum Cut {
  /** It has read as many edges as it may. */
  EDGES,
  /** Its time was over. */
  TIME,
  /** It has tried as many beginnings of paths as it may. */
  PATHS
}
