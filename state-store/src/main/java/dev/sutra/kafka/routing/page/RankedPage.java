package dev.sutra.kafka.routing.page;

import org.jspecify.annotations.Nullable;

/**
 * A page of a ranking.
 *
 * @param value its items, and what else the result has
 * @param nextCursor of the next page; null: there is none
 * @param moved whether the data may have changed since the first page: an item may then be on two
 *     pages, or on none. False on the first page
 */
public record RankedPage<T>(T value, @Nullable String nextCursor, boolean moved) {}
