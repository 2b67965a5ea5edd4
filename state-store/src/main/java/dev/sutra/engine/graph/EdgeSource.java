package dev.sutra.engine.graph;

import dev.sutra.engine.query.ConceptFilter;
import java.util.List;
import java.util.Set;

/** Gives the edges of concepts, and tests concepts, in one store or in many. */
public interface EdgeSource {
  /**
   * Reads the edges of concepts, in the order of the concepts, until the visitor stops it.
   *
   * @param concepts ids; unknown ones have no edges
   * @param selection which edges
   * @param edgesMax how many edges the visitor takes at most: a source need not read ahead more
   */
  void read(List<String> concepts, EdgeSelection selection, int edgesMax, EdgeVisitor visitor);

  /**
   * Those of some concepts that exist and meet a filter.
   *
   * @param ids at most {@link dev.sutra.engine.query.QueryLimits#ITEMS_MAX}
   */
  Set<String> passing(List<String> ids, ConceptFilter filter);
}
