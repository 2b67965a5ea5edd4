package dev.sutra.kafka.routing;

/**
 * A result over partitions.
 *
 * @param value the merged result
 * @param coverage which partitions it comes from
 */
public record Found<T>(T value, Coverage coverage) {}
