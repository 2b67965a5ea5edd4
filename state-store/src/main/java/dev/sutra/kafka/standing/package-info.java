/**
 * Standing queries in a Kafka Streams topology: each instance keeps all queries of a topic in a
 * global store and an index of them, and matches the events of its tasks with it.
 *
 * <p>{@link dev.sutra.kafka.standing.StandingQueries} adds both to a topology.
 */
@NullMarked
package dev.sutra.kafka.standing;

import org.jspecify.annotations.NullMarked;
