package dev.sutra.app.topology;

/**
 * Names of the topics.
 *
 * @param events where producers send events, keyed by concept id
 * @param mirrors half-edges on their way to the partition of the other end, and events on their way
 *     to that of their key
 * @param deadLetters what could not be processed, as it came, with the reason in its headers
 */
public record Topics(String events, String mirrors, String deadLetters) {
  public static final Topics DEFAULT =
      new Topics("concept-events", "concept-mirrors", "concept-events-dead-letters");
}
