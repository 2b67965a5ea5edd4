package dev.sutra.app.topology;

import java.util.List;

/**
 * Names of the topics.
 *
 * @param events where producers send events, keyed by concept id
 * @param mirrors half-edges for the partition of the other end, and events for the partition of
 *     their key
 * @param deadLetters records that could not be processed, with the reason in their headers
 * @param queries where clients send standing queries, keyed by their ids
 * @param matches matches of events with standing queries, keyed by the ids of the queries
 */
public record Topics(
    String events, String mirrors, String deadLetters, String queries, String matches) {
  public static final Topics DEFAULT =
      new Topics(
          "concept-events",
          "concept-mirrors",
          "concept-events-dead-letters",
          "concept-queries",
          "concept-matches");

  /** All names. */
  public List<String> all() {
    return List.of(events, mirrors, deadLetters, queries, matches);
  }
}
