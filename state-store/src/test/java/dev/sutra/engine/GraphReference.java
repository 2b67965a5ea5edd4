package dev.sutra.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.Hop;
import dev.sutra.engine.graph.Reached;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.record.Association;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The expected answers about a graph, from a plain list of its associations. */
final class GraphReference {
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private final Map<String, List<Hop>> hops = new HashMap<>();

  GraphReference(Collection<Association> edges) {
    for (Association edge : edges) {
      add(edge.source(), hop(edge, edge.target(), Direction.OUT));
      add(edge.target(), hop(edge, edge.source(), Direction.IN));
    }
    hops.values()
        .forEach(
            list ->
                list.sort(
                    Comparator.comparing(Hop::direction)
                        .thenComparing(hop -> hop.type().length())
                        .thenComparing(Hop::type, BY_BYTES)
                        .thenComparing(Hop::id, BY_BYTES)));
  }

  private void add(String id, Hop hop) {
    hops.computeIfAbsent(id, each -> new ArrayList<>()).add(hop);
  }

  private static Hop hop(Association edge, String other, Direction direction) {
    return new Hop(other, edge.type(), direction, edge.weight(), edge.confidence());
  }

  /** The steps from a concept, in the order of the rows. */
  List<Hop> hops(String id, EdgeSelection selection) {
    return hops.getOrDefault(id, List.of()).stream()
        .filter(
            hop ->
                hop.direction() == Direction.OUT
                    ? selection.direction().includesOut()
                    : selection.direction().includesIn())
        .filter(hop -> selection.types().isEmpty() || selection.types().contains(hop.type()))
        .toList();
  }

  static double product(List<Hop> path) {
    double product = 1;
    for (Hop hop : path) {
      product *= (double) hop.weight() * hop.confidence();
    }
    return product;
  }

  Traversal traverse(TraversalQuery query) {
    Map<String, Reached> reached = new HashMap<>();
    List<Reached> all = new ArrayList<>();
    List<Reached> level = List.of(new Reached(query.id(), 0, 1, List.of()));
    int edges = 0;
    Cut cut = null;
    for (int distance = 1; distance <= query.depth() && cut == null; distance++) {
      Map<String, Reached> next = new HashMap<>();
      for (Reached from : level) {
        for (Hop hop : hops(from.id(), query.selection())) {
          if (cut != null || edges == query.edgesMax()) {
            cut = Cut.EDGES;
            continue;
          }
          edges++;
          boolean known = reached.containsKey(hop.id()) || hop.id().equals(query.id());
          if (!known && hop.weight() >= query.minWeight()) {
            List<Hop> path = new ArrayList<>(from.path());
            path.add(hop);
            Reached found = new Reached(hop.id(), distance, product(path), path);
            next.merge(hop.id(), found, (a, b) -> b.strength() > a.strength() ? b : a);
          }
        }
      }
      reached.putAll(next);
      level =
          next.values().stream()
              .sorted(
                  Comparator.comparing(Reached::strength)
                      .reversed()
                      .thenComparing(Reached::id, BY_BYTES))
              .toList();
      all.addAll(level);
      if (level.isEmpty() || all.size() >= query.limit()) {
        break;
      }
    }
    return new Traversal(all.subList(0, Math.min(query.limit(), all.size())), edges, cut);
  }
}
