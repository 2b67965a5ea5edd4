package dev.sutra.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * A concept in the result of a query.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param score higher is better; its meaning depends on the query
 */
public record Hit(String id, @Nullable String text, float score) {}
