package dev.sutra.app.topology;

/**
 * Names of the topics.
 *
 * @param events where producers send events, keyed by concept id
 * @param mirrors half-edges for the partition of the other end, and events for the partition of
 *     their key
 * @param deadLetters records that could not be processed, with the reason in their headers
 */
public record Topics(String events, String mirrors, String deadLetters) {
  public static final Topics DEFAULT =
      new Topics("concept-events", "concept-mirrors", "concept-events-dead-letters");
}
