/**
 * The queries and writes of an instance as a Java interface, independent of HTTP and Kafka.
 *
 * <p>{@link dev.sutra.app.api.ConceptService} is the contract: the REST service calls it, the
 * package {@code service} implements it over Kafka Streams.
 */
@NullMarked
package dev.sutra.app.api;

import org.jspecify.annotations.NullMarked;
