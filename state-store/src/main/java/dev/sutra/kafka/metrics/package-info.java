/**
 * The metrics of a store: what Kafka Streams' own stores have, by Kafka's names, and what the
 * engine adds.
 */
@NullMarked
package dev.sutra.kafka.metrics;

import org.jspecify.annotations.NullMarked;
