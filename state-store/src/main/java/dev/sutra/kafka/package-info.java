/**
 * The Kafka Streams state store: the engine behind Kafka's own changelog, restore and query calls.
 *
 * <p>{@link ConceptStores} builds it, {@link ConceptStore} is what a processor holds, and {@link
 * ConceptQuery} is what an application asks through {@code KafkaStreams.query}. The typed store
 * turns each call into rows and hands them down in one {@code putAll} through Kafka's changelogging
 * store, which logs every row, to {@code EngineStore}, which applies them as one transaction.
 *
 * <p>Only this package knows of Kafka, and it uses nothing but Kafka's public API.
 */
@NullMarked
package dev.sutra.kafka;

import org.jspecify.annotations.NullMarked;
