package dev.sutra.engine.graph;

import java.util.List;

/** Gives the edges of concepts, from one store or from many. */
public interface EdgeSource {
  /**
   * Reads the edges of concepts, in the order of the concepts, until the visitor stops it.
   *
   * @param concepts ids; unknown ones have no edges
   * @param selection which edges
   * @param edgesMax how many edges the visitor takes at most: a source need not read ahead more
   */
  void read(List<String> concepts, EdgeSelection selection, int edgesMax, EdgeVisitor visitor);
}
