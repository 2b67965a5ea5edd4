package dev.sutra.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the timeline.
 *
 * @param items at most as many as asked for
 * @param cursor for the query of the next page; null: there is none
 */
public record TimelinePage(List<TimelineEntry> items, @Nullable String cursor) {}
