package dev.sutra.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * A concept that answers a query.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param score higher is better; what it means depends on the question
 */
public record Hit(String id, @Nullable String text, float score) {}
