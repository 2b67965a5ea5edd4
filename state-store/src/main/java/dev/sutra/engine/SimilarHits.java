package dev.sutra.engine;

import java.util.List;

/**
 * The nearest concepts.
 *
 * @param items best first; equal scores by id
 * @param exact whether these are surely the nearest
 */
public record SimilarHits(List<Hit> items, boolean exact) {}
