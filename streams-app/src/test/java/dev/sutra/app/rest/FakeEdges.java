package dev.sutra.app.rest;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgeSource;
import dev.sutra.engine.graph.EdgeVisitor;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The associations of a {@link FakeConceptService}, with their weights. */
record FakeEdges(Map<FakeEdges.Edge, Float> edges, Map<String, Concept> concepts)
    implements EdgeSource {
  static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::source).thenComparing(Edge::type).thenComparing(Edge::target);

  /** An association. */
  record Edge(String source, String type, String target) {}

  @Override
  public void read(List<String> ids, EdgeSelection selection, int max, EdgeVisitor visitor) {
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      if (!visitor.begin(i)) {
        return;
      }
      for (Direction direction : List.of(Direction.OUT, Direction.IN)) {
        boolean out = direction == Direction.OUT;
        for (Map.Entry<Edge, Float> entry : edges.entrySet()) {
          Edge edge = entry.getKey();
          if ((out ? selection.direction().includesOut() : selection.direction().includesIn())
              && (selection.types().isEmpty() || selection.types().contains(edge.type()))
              && (out ? edge.source() : edge.target()).equals(id)
              && !visitor.edge(
                  direction,
                  edge.type(),
                  out ? edge.target() : edge.source(),
                  entry.getValue(),
                  1)) {
            return;
          }
        }
      }
    }
  }

  @Override
  public Set<String> passing(List<String> ids, ConceptFilter filter) {
    return concepts.values().stream()
        .filter(concept -> ids.contains(concept.id()) && filter.matches(concept))
        .map(Concept::id)
        .collect(Collectors.toSet());
  }
}
