package dev.sutra.engine.query;

import java.util.List;

/**
 * The result of a text search.
 *
 * @param items best first
 * @param ignored words of the search that cannot match
 * @param expanded words of the search that stand for others
 */
public record TextHits(List<Hit> items, List<String> ignored, List<ExpandedWord> expanded) {}
