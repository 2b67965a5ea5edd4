package dev.sutra.app.topology;

/** Names of the topology's nodes, as metrics and {@code Topology.describe} show them. */
final class NodeNames {
  static final String EVENTS = "events";
  static final String MIRRORED = "mirrored";
  static final String CONCEPTS = "concepts";
  static final String HALVES = "halves";
  static final String ACTIVITY = "activity";
  static final String MIRRORS = "mirrors";
  static final String DEAD_LETTERS = "dead-letters";

  private NodeNames() {}
}
