package dev.sutra.app.api;

import dev.sutra.engine.graph.Expansion;
import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A concept that was activated, with what is known of it.
 *
 * @param activated the concept
 * @param concept what is known of it; null: it does not exist or is in a partition that did not
 *     answer
 */
public record ActivatedItem(Expansion.Activated activated, @Nullable Concept concept) {}
