package dev.sutra.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Hop;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.Reached;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The expected answers about a graph, from a plain list of its associations. */
final class GraphReference {
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private static final Comparator<Hop> ROWS =
      Comparator.comparing(Hop::direction)
          .thenComparing(hop -> hop.type().getBytes(UTF_8).length)
          .thenComparing(Hop::type, BY_BYTES)
          .thenComparing(Hop::id, BY_BYTES);

  private final Map<String, List<Hop>> hops = new HashMap<>();

  private final Map<String, Concept> concepts;

  GraphReference(Collection<Association> edges, Map<String, Concept> concepts) {
    this.concepts = concepts;
    for (Association edge : edges) {
      add(edge.source(), hop(edge, edge.target(), Direction.OUT));
      add(edge.target(), hop(edge, edge.source(), Direction.IN));
    }
    hops.values().forEach(list -> list.sort(ROWS));
  }

  private boolean passes(ConceptFilter filter, String id) {
    Concept concept = concepts.get(id);
    return filter.isNone() || (concept != null && filter.matches(concept));
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

  /** The best simple paths, of all that there are. */
  List<Paths.Path> paths(PathsQuery query) {
    List<List<Hop>> all = new ArrayList<>();
    addPaths(query, query.from(), new ArrayList<>(), all);
    Comparator<List<Hop>> byLength = Comparator.comparing(List::size);
    Comparator<List<Hop>> byCost =
        Comparator.comparing(path -> path.stream().mapToLong(GraphReference::cost).sum());
    all.sort(
        (query.by() == PathsQuery.By.LENGTH
                ? byLength.thenComparing(byCost)
                : byCost.thenComparing(byLength))
            .thenComparing(
                (a, b) -> Arrays.compare(a.toArray(Hop[]::new), b.toArray(Hop[]::new), ROWS)));
    return all.stream()
        .limit(query.count())
        .map(path -> new Paths.Path(product(path), path))
        .toList();
  }

  private void addPaths(PathsQuery query, String at, List<Hop> path, List<List<Hop>> all) {
    if (at.equals(query.to())) {
      all.add(List.copyOf(path));
      return;
    }
    if (path.size() < query.depth()) {
      for (Hop hop : hops(at, query.selection())) {
        boolean visited =
            hop.id().equals(query.from())
                || path.stream().anyMatch(each -> each.id().equals(hop.id()));
        if (!visited && hop.weight() >= query.minWeight()) {
          path.add(hop);
          addPaths(query, hop.id(), path, all);
          path.removeLast();
        }
      }
    }
  }

  private static long cost(Hop hop) {
    double product = (double) hop.weight() * hop.confidence();
    return product == 0 ? 1L << 52 : Math.round(-StrictMath.log(product) * (1L << 40));
  }

  /** All that is activated, without a budget of edges. */
  List<Expansion.Activated> expand(ExpandQuery query) {
    Map<String, Double> last = new TreeMap<>(BY_BYTES);
    query.seeds().forEach(seed -> last.put(seed.id(), seed.weight()));
    Set<String> seeds = Set.copyOf(last.keySet());
    Map<String, Double> sums = new TreeMap<>(BY_BYTES);
    Map<String, Integer> distances = new HashMap<>();
    for (int step = 1; step <= query.depth(); step++) {
      Map<String, Double> arriving = new TreeMap<>(BY_BYTES);
      for (Map.Entry<String, Double> from : last.entrySet()) {
        List<Hop> hops =
            hops(from.getKey(), query.selection()).stream()
                .filter(hop -> hop.weight() >= query.minWeight() && product(List.of(hop)) > 0)
                .toList();
        double total = 0;
        for (Hop hop : hops) {
          total += product(List.of(hop));
        }
        double passed = query.decay() * from.getValue();
        for (Hop hop : hops) {
          double part = passed * (product(List.of(hop)) / total);
          arriving.merge(hop.id(), part, Double::sum);
        }
      }
      arriving.keySet().removeIf(id -> !passes(query.filter(), id));
      for (Map.Entry<String, Double> to : arriving.entrySet()) {
        sums.merge(to.getKey(), to.getValue(), Double::sum);
        distances.putIfAbsent(to.getKey(), step);
      }
      last.clear();
      last.putAll(arriving);
    }
    return sums.entrySet().stream()
        .filter(entry -> !seeds.contains(entry.getKey()))
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(BY_BYTES)))
        .limit(query.limit())
        .map(
            entry ->
                new Expansion.Activated(
                    entry.getKey(), distances.getOrDefault(entry.getKey(), 0), entry.getValue()))
        .toList();
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
          if (!known && hop.weight() >= query.minWeight() && passes(query.filter(), hop.id())) {
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
