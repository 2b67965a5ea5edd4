package dev.sutra.bench.text;

/**
 * A text that matches a query.
 *
 * @param document its number in the order of indexing
 */
record ScoredText(int document, double score) {}
