package dev.sutra.text.score;

/**
 * A document that matches.
 *
 * @param source index of its source in the searched list
 * @param document its number there
 * @param score its BM25 score, greater than 0
 */
public record TextHit(int source, int document, double score) {}
