package dev.sutra.kafka.routing;

import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * A store whose partitions are spread over instances.
 *
 * @param name of the store in the topology
 * @param topic whose partition an id belongs to: a source of the store's task
 * @param settings what all instances must have configured alike, such as dimension, similarity and
 *     analyzer, as text; an instance refuses the queries of one with another text
 * @param partitions of the topic; 0 while unknown
 * @param lags changelog records that the local copies have not read, by partition
 */
public record RoutedStore(
    String name,
    String topic,
    String settings,
    IntSupplier partitions,
    Supplier<Map<Integer, Long>> lags) {}
