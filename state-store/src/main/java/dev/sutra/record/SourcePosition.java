package dev.sutra.record;

/**
 * The input record that a row was written for: where a store stands in its input can be told again
 * from the rows alone.
 *
 * @param topic name of the input topic
 * @param partition its partition
 * @param offset offset of the record in it
 */
public record SourcePosition(String topic, int partition, long offset) {}
