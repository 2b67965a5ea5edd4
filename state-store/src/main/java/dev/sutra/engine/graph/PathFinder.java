package dev.sutra.engine.graph;

import dev.sutra.engine.graph.PathGraph.Node;
import dev.sutra.engine.graph.PathGraph.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the best simple paths between two concepts, best first: A* (Hart, Nilsson and Raphael 1968)
 * over beginnings of paths. For each concept and number of steps, the least cost of a walk of so
 * many steps to the end is computed first, by dynamic programming. A beginning is worth what the
 * best walk that continues it is worth; a path that is complete and first in the queue is therefore
 * the next best. Beginnings that no path continues, because the walk would visit a concept twice,
 * are what it tries in vain; so their number is bounded.
 */
public final class PathFinder {
  /** How many beginnings of paths are kept: a hub may have that many on its way. */
  private static final int BEGINNINGS_MAX = 250_000;

  private static final int CLOCK_EVERY = 256;
  private static final Hop[] NOWHERE = {};

  private final PathsQuery query;
  private final EdgeBudget budget;
  private final PathGraph graph;

  /** The least costs to the end, by number of steps and concept. */
  private long[][] costs = {};

  private PathFinder(EdgeSource edges, PathsQuery query, TimeLimit time) {
    this.query = query;
    this.budget = new EdgeBudget(query.edgesMax(), time);
    this.graph = new PathGraph(edges, query, budget);
  }

  /** Runs a query. */
  public static Paths run(EdgeSource edges, PathsQuery query, TimeLimit time) {
    return new PathFinder(edges, query, time).run();
  }

  private Paths run() {
    List<Paths.Path> found = List.of();
    while (graph.read()) {
      // Whatever is read later is longer.
      if (query.by() == PathsQuery.By.LENGTH && budget.cut() == null) {
        found = best(graph.levels());
        if (found.size() == query.count() || budget.cut() != null) {
          return new Paths(found, budget.edges(), budget.cut());
        }
      }
    }
    boolean whole = budget.cut() == null && graph.levels() == query.depth();
    if (query.by() == PathsQuery.By.STRENGTH || !whole) {
      found = best(query.depth());
    }
    return new Paths(found, budget.edges(), budget.cut());
  }

  /** A beginning of a path, and of how many steps the whole is to be. */
  // The steps are an array for speed; beginnings are compared by their own orders.
  @SuppressWarnings("ArrayRecordComponent")
  private record Beginning(Hop[] hops, Node at, int steps, long cost, long bound) {
    int left() {
      return steps - hops.length;
    }
  }

  private static final Comparator<Beginning> BY_ROWS =
      (a, b) -> Arrays.compare(a.hops, b.hops, PathCosts.ROW_ORDER);

  private Comparator<Beginning> bestFirst() {
    Comparator<Beginning> byLength = Comparator.comparingInt(Beginning::steps);
    Comparator<Beginning> byCost = Comparator.comparingLong(Beginning::bound);
    return (query.by() == PathsQuery.By.LENGTH
            ? byLength.thenComparing(byCost)
            : byCost.thenComparing(byLength))
        .thenComparing(BY_ROWS);
  }

  /** The best paths of at most so many steps in what was read. */
  private List<Paths.Path> best(int depth) {
    computeCosts(depth);
    PriorityQueue<Beginning> open = new PriorityQueue<>(bestFirst());
    Node start = graph.start();
    for (int steps = 1; steps <= depth; steps++) {
      long cost = costs[steps][start.number];
      if (cost < PathCosts.NONE) {
        open.add(new Beginning(NOWHERE, start, steps, 0, cost));
      }
    }
    List<Paths.Path> found = new ArrayList<>();
    int tried = 0;
    while (!open.isEmpty() && found.size() < query.count()) {
      Beginning first = open.remove();
      if (first.left() == 0) {
        found.add(path(first));
      } else {
        extend(first, open);
      }
      tried++;
      boolean late = tried % CLOCK_EVERY == 0 && budget.isLate();
      if (late || !budget.allows(open.size(), BEGINNINGS_MAX)) {
        break;
      }
    }
    return found;
  }

  private void extend(Beginning path, PriorityQueue<Beginning> open) {
    int left = path.left() - 1;
    for (Step step : path.at.steps) {
      long rest = costs[left][step.to().number];
      if (rest < PathCosts.NONE && !visits(path, step.to().id)) {
        Hop[] hops = Arrays.copyOf(path.hops, path.hops.length + 1);
        hops[path.hops.length] = step.hop();
        long cost = path.cost + step.cost();
        open.add(new Beginning(hops, step.to(), path.steps, cost, cost + rest));
      }
    }
  }

  private boolean visits(Beginning path, String id) {
    boolean visited = id.equals(query.from());
    for (int i = 0; i < path.hops.length && !visited; i++) {
      visited = path.hops[i].id().equals(id);
    }
    return visited;
  }

  private void computeCosts(int depth) {
    int count = graph.nodes().size();
    costs = new long[depth + 1][count];
    for (long[] level : costs) {
      Arrays.fill(level, PathCosts.NONE);
    }
    costs[0][graph.end().number] = 0;
    for (int steps = 1; steps <= depth; steps++) {
      for (Node node : graph.nodes()) {
        long least = PathCosts.NONE;
        // A path goes on from its end no more.
        if (node != graph.end()) {
          for (Step step : node.steps) {
            least = Math.min(least, step.cost() + costs[steps - 1][step.to().number]);
          }
        }
        costs[steps][node.number] = least;
      }
    }
  }

  private static Paths.Path path(Beginning whole) {
    double strength = 1;
    for (Hop hop : whole.hops) {
      strength *= PathCosts.product(hop);
    }
    return new Paths.Path(strength, List.of(whole.hops));
  }
}
