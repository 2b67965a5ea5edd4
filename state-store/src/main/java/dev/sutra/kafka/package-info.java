/**
 * The Kafka Streams state store: the engine behind Kafka's own changelog, restore and query calls.
 *
 * <p>{@link ConceptStores} builds it, {@link ConceptStore} is what a processor holds, and {@link
 * ConceptQuery} has the queries for {@code KafkaStreams.query}. The typed store encodes each write
 * as rows and passes them in one {@code putAll} through Kafka's changelogging store, which logs
 * every row, to {@code EngineStore}, which applies them as one transaction.
 *
 * <p>Only this package depends on Kafka, and only on its public API. The application provides
 * {@code kafka-streams}; the engine works without it.
 */
@NullMarked
package dev.sutra.kafka;

import org.jspecify.annotations.NullMarked;
