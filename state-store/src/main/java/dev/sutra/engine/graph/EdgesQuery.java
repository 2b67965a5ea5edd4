package dev.sutra.engine.graph;

import dev.sutra.record.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks one store for the edges of several concepts at once.
 *
 * @param ids the concepts, at most {@link GraphLimits#BATCH_CONCEPTS_MAX}
 * @param selection which edges
 * @param after the row key of an edge of the first concept: only edges after it; null: all
 * @param limit how many edges are returned at most, 1 to {@link GraphLimits#BATCH_EDGES_MAX}
 */
// The key is an array for the sake of speed; queries are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record EdgesQuery(
    List<String> ids, EdgeSelection selection, byte @Nullable [] after, int limit) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public EdgesQuery {
    if (ids.isEmpty() || ids.size() > GraphLimits.BATCH_CONCEPTS_MAX) {
      throw new IllegalArgumentException(
          ids.size() + " ids; 1 to " + GraphLimits.BATCH_CONCEPTS_MAX + " are allowed");
    }
    ids.forEach(id -> Limits.checkId("id", id));
    ids = List.copyOf(ids);
    GraphLimits.check("limit", limit, GraphLimits.BATCH_EDGES_MAX);
  }

  /** Asks for the edges of concepts from their beginning. */
  public EdgesQuery(List<String> ids, EdgeSelection selection, int limit) {
    this(ids, selection, null, limit);
  }

  /**
   * Asks for what comes after a page of this query.
   *
   * @param page not the last one
   */
  public EdgesQuery rest(EdgesPage page) {
    int complete = page.complete();
    return new EdgesQuery(ids.subList(complete, ids.size()), selection, page.after(ids), limit);
  }

  /** The same with another limit. */
  public EdgesQuery withLimit(int other) {
    return new EdgesQuery(ids, selection, after, other);
  }
}
