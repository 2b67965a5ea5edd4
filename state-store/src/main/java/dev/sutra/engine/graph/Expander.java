package dev.sutra.engine.graph;

import dev.sutra.engine.query.MergedResults;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreading activation (Collins and Loftus, A spreading-activation theory of semantic processing,
 * 1975) in pulses. In each step, a concept passes on the share {@code decay} of what has arrived at
 * it in the step before, over its associations in proportion to weight × confidence. So the more
 * associations a concept has, the less each gets (the fan effect of Anderson 1974), and a step
 * passes on at most {@code decay} of what there is. A concept's activation is the sum of what
 * arrives at it.
 *
 * <p>Concepts pass on in the order of their ids, and each over its associations in the order of
 * their rows: additions have one order, and results are the same to the last bit, however the
 * concepts are spread.
 */
public final class Expander implements EdgeVisitor {
  private static final Comparator<Node> BY_ID =
      Comparator.comparing((Node node) -> node.id, MergedResults.BY_ID);
  private static final Comparator<Node> MOST_ACTIVE_FIRST =
      Comparator.<Node>comparingDouble(node -> -node.sum).thenComparing(BY_ID);

  private final ExpandQuery query;
  private final EdgeBudget budget;
  private final Map<String, Node> nodes = new HashMap<>();
  private List<Node> active = new ArrayList<>();
  private List<Node> next = new ArrayList<>();
  private int distance;

  // The associations of the concept that is read, until their sum is known.
  private final List<Node> targets = new ArrayList<>();
  private double[] shares = new double[16];
  private double shareSum;
  private double passed;

  /** A concept, what has arrived at it, and what arrives in this step. */
  private static final class Node {
    final String id;
    final int distance;
    double sum;
    double last;
    double arriving;
    boolean isRefused;

    Node(String id, int distance) {
      this.id = id;
      this.distance = distance;
    }
  }

  private Expander(ExpandQuery query, TimeLimit time) {
    this.query = query;
    this.budget = new EdgeBudget(query.edgesMax(), time);
    for (ExpandQuery.Seed seed : query.seeds()) {
      Node node = new Node(seed.id(), 0);
      node.last = seed.weight();
      nodes.put(seed.id(), node);
      active.add(node);
    }
  }

  /** Runs a query. */
  public static Expansion run(EdgeSource edges, ExpandQuery query, TimeLimit time) {
    return new Expander(query, time).run(edges);
  }

  private Expansion run(EdgeSource edges) {
    for (distance = 1; distance <= query.depth() && !active.isEmpty(); distance++) {
      active.sort(BY_ID);
      List<String> ids = active.stream().map(node -> node.id).toList();
      edges.read(ids, query.selection(), budget.worthReading(), this);
      pass();
      next = passing(edges, next);
      for (Node node : next) {
        node.sum += node.arriving;
        node.last = node.arriving;
        node.arriving = 0;
      }
      if (budget.cut() != null) {
        break;
      }
      active = next;
      next = new ArrayList<>();
    }
    List<Expansion.Activated> items =
        nodes.values().stream()
            .filter(node -> node.distance > 0 && node.sum > 0)
            .sorted(MOST_ACTIVE_FIRST)
            .limit(query.limit())
            .map(node -> new Expansion.Activated(node.id, node.distance, node.sum))
            .toList();
    return new Expansion(items, budget.edges(), budget.cut());
  }

  /** The concepts that may be activated. Others keep nothing of what has arrived. */
  private List<Node> passing(EdgeSource edges, List<Node> reached) {
    List<Node> open = reached.stream().filter(node -> !node.isRefused).toList();
    List<Node> passing = WalkFilter.passing(edges, query.filter(), open, node -> node.id);
    if (passing.size() == reached.size()) {
      return reached;
    }
    reached.forEach(node -> node.isRefused = true);
    passing.forEach(node -> node.isRefused = false);
    reached.stream().filter(node -> node.isRefused).forEach(node -> node.arriving = 0);
    return new ArrayList<>(passing);
  }

  @Override
  public boolean begin(int concept) {
    pass();
    passed = query.decay() * active.get(concept).last;
    return budget.hasTime();
  }

  @Override
  public boolean edge(
      Direction direction, String type, String other, float weight, float confidence) {
    if (!budget.take()) {
      return false;
    }
    double share = (double) weight * confidence;
    if (weight >= query.minWeight() && share > 0) {
      Node node = nodes.get(other);
      if (node == null) {
        node = new Node(other, distance);
        nodes.put(other, node);
      }
      if (targets.size() == shares.length) {
        shares = Arrays.copyOf(shares, 2 * shares.length);
      }
      shares[targets.size()] = share;
      targets.add(node);
      shareSum += share;
    }
    return true;
  }

  /** Passes on what the concept that was read has; of one that was cut, to what was read. */
  private void pass() {
    for (int i = 0; i < targets.size(); i++) {
      Node target = targets.get(i);
      double arriving = passed * (shares[i] / shareSum);
      if (target.arriving == 0 && arriving > 0) {
        next.add(target);
      }
      target.arriving += arriving;
    }
    targets.clear();
    shareSum = 0;
  }
}
