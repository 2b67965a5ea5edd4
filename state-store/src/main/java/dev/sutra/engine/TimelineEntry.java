package dev.sutra.engine;

import org.jspecify.annotations.Nullable;

/**
 * A concept on the timeline.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param updatedAt event time of its last write, ms since the epoch
 */
public record TimelineEntry(String id, @Nullable String text, long updatedAt) {}
