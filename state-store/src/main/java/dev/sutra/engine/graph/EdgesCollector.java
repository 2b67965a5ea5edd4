package dev.sutra.engine.graph;

import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers edges into the answer of an {@link EdgesQuery}. Not thread-safe. */
public final class EdgesCollector implements EdgeVisitor {
  private final EdgesQuery query;
  private final List<EdgesPage.Edge> edges = new ArrayList<>();
  private final Map<String, Integer> types = new HashMap<>();
  private final List<String> typeNames = new ArrayList<>();
  private int concept;
  private boolean full;

  /** Gathers the answer of a query. */
  public EdgesCollector(EdgesQuery query) {
    this.query = query;
  }

  @Override
  public boolean begin(int concept) {
    this.concept = concept;
    full = edges.size() == query.limit();
    return !full;
  }

  @Override
  public boolean edge(
      Direction direction, String type, String other, float weight, float confidence) {
    if (edges.size() == query.limit()) {
      full = true;
      return false;
    }
    Integer number = types.get(type);
    if (number == null) {
      number = typeNames.size();
      types.put(type, number);
      typeNames.add(type);
    }
    edges.add(
        new EdgesPage.Edge(concept, number, direction == Direction.IN, other, weight, confidence));
    return true;
  }

  /** What was gathered, once all edges were read or the collector refused one. */
  public EdgesPage page() {
    return new EdgesPage(typeNames, edges, full ? concept : query.ids().size());
  }
}
