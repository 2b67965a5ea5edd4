package dev.sutra.vector;

/**
 * A hit of a vector search.
 *
 * @param source index of the source in the list that was searched
 * @param document document of that source
 * @param score as defined by the {@link Similarity}
 */
public record ScoredDocument(int source, int document, float score) {}
