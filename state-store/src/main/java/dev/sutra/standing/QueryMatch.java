package dev.sutra.standing;

/**
 * A query that an event matches.
 *
 * @param queryId the query
 * @param score the similarity of the vectors, the weight of the association, or 1 for a text: its
 *     rank among other texts is not known while it is written
 */
public record QueryMatch(String queryId, float score) {}
