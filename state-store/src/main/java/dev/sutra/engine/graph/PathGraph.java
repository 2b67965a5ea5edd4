package dev.sutra.engine.graph;

import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the graph where paths between two concepts are: bidirectional search (Pohl 1971). It
 * reads the edges of the concepts at a growing distance from the start and, backwards, from the
 * end, each time on the side with fewer concepts to read. After f levels from the start and b from
 * the end it has all walks of up to f + b steps: their first f edges start, and their last b edges
 * end, at a concept that was read. Not thread-safe.
 */
final class PathGraph {
  /** A concept. */
  static final class Node {
    final String id;
    final int number;
    List<Step> steps = new ArrayList<>();
    boolean fromStart;
    boolean fromEnd;
    boolean read;

    Node(String id, int number) {
      this.id = id;
      this.number = number;
    }
  }

  /**
   * A step to a concept.
   *
   * @param cost of the association, see {@link PathCosts}
   */
  record Step(Node to, Hop hop, long cost) {}

  private final EdgeSource edges;
  private final PathsQuery query;
  private final EdgeBudget budget;
  private final Map<String, Node> nodes = new HashMap<>();
  private final List<Node> numbered = new ArrayList<>();
  private final EdgeSelection backwards;
  private List<Node> front = new ArrayList<>();
  private List<Node> back = new ArrayList<>();
  private int levels;
  private int forwardLevels;

  PathGraph(EdgeSource edges, PathsQuery query, EdgeBudget budget) {
    this.edges = edges;
    this.query = query;
    this.budget = budget;
    this.backwards =
        new EdgeSelection(opposite(query.selection().direction()), query.selection().types());
    Node start = node(query.from());
    start.fromStart = true;
    front.add(start);
    Node end = node(query.to());
    end.fromEnd = true;
    back.add(end);
  }

  private static Direction opposite(Direction direction) {
    return switch (direction) {
      case OUT -> Direction.IN;
      case IN -> Direction.OUT;
      case BOTH -> Direction.BOTH;
    };
  }

  /** Reads another level; false: there is none, or the budget is used up. */
  boolean read() {
    // If one side has nothing left, all paths go through concepts that were read.
    if (levels == query.depth() || front.isEmpty() || back.isEmpty() || budget.cut() != null) {
      return false;
    }
    levels++;
    // In turns where both are as many: one of them may be a hub, which the other side leads to.
    int fewer = Integer.compare(front.size(), back.size());
    boolean forwards = fewer == 0 ? 2 * forwardLevels < levels : fewer < 0;
    if (forwards) {
      forwardLevels++;
      Forwards level = new Forwards(front);
      read(front, query.selection(), level);
      level.end();
      front = level.next;
    } else {
      Backwards level = new Backwards(back);
      read(back, backwards, level);
      back = level.next;
    }
    return true;
  }

  private void read(List<Node> level, EdgeSelection selection, EdgeVisitor visitor) {
    List<String> ids = level.stream().map(node -> node.id).toList();
    edges.read(ids, selection, budget.worthReading(), visitor);
  }

  /** How many steps the walks have that are all known. */
  int levels() {
    return levels;
  }

  Node start() {
    return node(query.from());
  }

  Node end() {
    return node(query.to());
  }

  /** All concepts, by number. */
  List<Node> nodes() {
    return numbered;
  }

  private Node node(String id) {
    Node node = nodes.get(id);
    if (node == null) {
      node = new Node(id, numbered.size());
      nodes.put(id, node);
      numbered.add(node);
    }
    return node;
  }

  private static Step step(Node to, Hop hop) {
    return new Step(to, hop, PathCosts.of(hop));
  }

  /** Reads the steps from concepts. */
  private final class Forwards implements EdgeVisitor {
    private final List<Node> level;
    private final List<Node> next = new ArrayList<>();
    private Node from;
    private List<Step> known = List.of();

    Forwards(List<Node> level) {
      this.level = level;
      this.from = level.getFirst();
    }

    @Override
    public boolean begin(int concept) {
      if (!budget.hasTime()) {
        return false;
      }
      from = level.get(concept);
      from.read = true;
      // All of them come again.
      known = from.steps;
      from.steps = new ArrayList<>();
      return true;
    }

    @Override
    public boolean edge(
        Direction direction, String type, String other, float weight, float confidence) {
      if (!budget.take()) {
        return false;
      }
      if (weight >= query.minWeight()) {
        Node to = node(other);
        from.steps.add(step(to, new Hop(other, type, direction, weight, confidence)));
        if (!to.fromStart) {
          to.fromStart = true;
          next.add(to);
        }
      }
      return true;
    }

    /** The steps of the last concept that were known before, if it was not read to its end. */
    void end() {
      if (budget.cut() != null) {
        Set<Hop> read = new HashSet<>();
        from.steps.forEach(step -> read.add(step.hop()));
        known.stream().filter(step -> !read.contains(step.hop())).forEach(from.steps::add);
      }
    }
  }

  /** Reads the steps to concepts. */
  private final class Backwards implements EdgeVisitor {
    private final List<Node> level;
    private final List<Node> next = new ArrayList<>();
    private Node to;

    Backwards(List<Node> level) {
      this.level = level;
      this.to = level.getFirst();
    }

    @Override
    public boolean begin(int concept) {
      to = level.get(concept);
      return budget.hasTime();
    }

    @Override
    public boolean edge(
        Direction direction, String type, String other, float weight, float confidence) {
      if (!budget.take()) {
        return false;
      }
      if (weight >= query.minWeight()) {
        Node from = node(other);
        // The steps from a concept that was read are known.
        if (!from.read) {
          from.steps.add(step(to, new Hop(to.id, type, opposite(direction), weight, confidence)));
        }
        if (!from.fromEnd) {
          from.fromEnd = true;
          next.add(from);
        }
      }
      return true;
    }
  }
}
