package dev.sutra.engine.graph;

import dev.sutra.engine.query.MergedResults;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first search from one concept.
 *
 * <p>The concepts of a distance are ordered by strength, then id, and their edges are read in this
 * order. A concept's path is the strongest of those with the fewest steps; of equally strong ones,
 * that whose edge is read first. Both order and paths, and where a budget of edges cuts, depend on
 * nothing but the edges.
 *
 * <p>Memory: about 160 bytes for each concept that is reached, so for each edge that is read.
 */
public final class Traverser implements EdgeVisitor {
  private final TraversalQuery query;
  private final EdgeBudget budget;
  private final Map<String, Node> seen = new HashMap<>();
  private List<Node> level = new ArrayList<>();
  private List<Node> next = new ArrayList<>();
  private Node from;

  /** A concept that was reached, by the best way so far. */
  private static final class Node {
    final String id;
    final int distance;
    // The beginning of the id: where it differs, ids are in its unsigned order.
    final long idStart;
    @Nullable Node from;
    String type = "";
    Direction direction = Direction.OUT;
    float weight;
    float confidence;
    double strength;
    private @Nullable Hop hop;

    Node(String id, int distance) {
      this.id = id;
      this.distance = distance;
      this.idStart = start(id);
    }

    /**
     * The first eight characters as a byte each, the first one highest. A character that needs more
     * bytes in UTF-8 is above all others there, so it and what follows become the highest bytes.
     */
    private static long start(String id) {
      long start = 0;
      int length = Math.min(id.length(), Long.BYTES);
      for (int i = 0; i < length; i++) {
        char next = id.charAt(i);
        if (next >= 0x80) {
          return start | -1L >>> (Byte.SIZE * i);
        }
        start |= (long) next << (Long.SIZE - Byte.SIZE * (i + 1));
      }
      return start;
    }

    /** Compares by strength, the strongest first, then by id. */
    static int compare(Node a, Node b) {
      int order = Double.compare(b.strength, a.strength);
      if (order == 0) {
        order = Long.compareUnsigned(a.idStart, b.idStart);
      }
      return order == 0 ? MergedResults.BY_ID.compare(a.id, b.id) : order;
    }

    /** The last step to the concept; all paths through it share it. Its way must be final. */
    Hop hop() {
      Hop last = hop;
      if (last == null) {
        last = new Hop(id, type, direction, weight, confidence);
        hop = last;
      }
      return last;
    }
  }

  private Traverser(TraversalQuery query, TimeLimit time) {
    this.query = query;
    this.budget = new EdgeBudget(query.edgesMax(), time);
    this.from = new Node(query.id(), 0);
    from.strength = 1;
    seen.put(query.id(), from);
    level.add(from);
  }

  /** Runs a query. */
  public static Traversal run(EdgeSource edges, TraversalQuery query, TimeLimit time) {
    return new Traverser(query, time).run(edges);
  }

  private Traversal run(EdgeSource edges) {
    List<Reached> items = new ArrayList<>();
    for (int step = 0; step < query.depth(); step++) {
      List<String> ids = level.stream().map(node -> node.id).toList();
      edges.read(ids, query.selection(), budget.worthReading(), this);
      next.sort(Node::compare);
      next = WalkFilter.passing(edges, query.filter(), next, node -> node.id);
      for (Node node : next.subList(0, Math.min(query.limit() - items.size(), next.size()))) {
        items.add(new Reached(node.id, node.distance, node.strength, path(node)));
      }
      // What is farther comes later in the result.
      if (budget.cut() != null || next.isEmpty() || items.size() == query.limit()) {
        break;
      }
      level = next;
      next = new ArrayList<>();
    }
    return new Traversal(items, budget.edges(), budget.cut());
  }

  @Override
  public boolean begin(int concept) {
    from = level.get(concept);
    return budget.hasTime();
  }

  @Override
  public boolean edge(
      Direction direction, String type, String other, float weight, float confidence) {
    if (!budget.take()) {
      return false;
    }
    if (weight < query.minWeight()) {
      return true;
    }
    double strength = from.strength * ((double) weight * confidence);
    Node node = seen.get(other);
    if (node == null) {
      node = new Node(other, from.distance + 1);
      seen.put(other, node);
      next.add(node);
    } else if (node.distance <= from.distance || node.strength >= strength) {
      return true;
    }
    node.from = from;
    node.type = type;
    node.direction = direction;
    node.weight = weight;
    node.confidence = confidence;
    node.strength = strength;
    return true;
  }

  private static List<Hop> path(Node end) {
    Hop[] hops = new Hop[end.distance];
    int at = end.distance;
    Node node = end;
    while (node.from != null) {
      hops[--at] = node.hop();
      node = node.from;
    }
    return List.of(hops);
  }
}
