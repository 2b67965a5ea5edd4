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
  static final String MATCHES = "matches";
  // Sources are numbered by name: this one after that of events, whose tasks keep their
  // directories.
  static final String QUERIES = "queries";
  static final String REGISTRAR = "registrar";
  static final String QUERY_DEAD_LETTERS = "query-dead-letters";
  static final String REGISTERED = "registered-queries";

  private NodeNames() {}
}
