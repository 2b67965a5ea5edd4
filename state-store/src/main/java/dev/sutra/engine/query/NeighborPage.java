package dev.sutra.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of neighbors.
 *
 * @param items at most as many as the query's limit
 * @param cursor cursor of the next page; null if this is the last page
 */
public record NeighborPage(List<Neighbor> items, @Nullable String cursor) {}
