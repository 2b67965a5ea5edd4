package dev.sutra.app.api;

import dev.sutra.engine.graph.Reached;
import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A concept that a traversal came to, with what is known of it.
 *
 * @param reached the concept, and the way to it
 * @param concept what is known of it; null: it does not exist or is in a partition that did not
 *     answer
 */
public record ReachedItem(Reached reached, @Nullable Concept concept) {}
