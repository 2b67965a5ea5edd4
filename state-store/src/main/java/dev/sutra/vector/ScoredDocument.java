package dev.sutra.vector;

/**
 * A hit.
 *
 * @param source index of the source in the list that was searched
 * @param document document of that source
 * @param score by the {@link Similarity}
 */
public record ScoredDocument(int source, int document, float score) {}
