package dev.sutra.app.api;

import dev.sutra.engine.EngineStats;
import org.jspecify.annotations.Nullable;

/**
 * What one partition holds.
 *
 * @param partition its number
 * @param stats of its store
 * @param lag input records known and not yet applied; null: not known
 * @param position token of what it has applied; null: nothing yet
 */
public record PartitionStats(
    int partition, EngineStats stats, @Nullable Long lag, @Nullable String position) {}
