package dev.sutra.record;

/**
 * The input record that caused a row. A store can rebuild its position in the input from its rows.
 *
 * @param topic name of the input topic
 * @param partition its partition
 * @param offset offset of the record in it
 */
public record SourcePosition(String topic, int partition, long offset) {}
