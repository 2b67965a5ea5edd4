/**
 * The face of the engine: open a store, write transactions, take snapshots, run queries, back up an
 * open store.
 *
 * <p>Does not depend on Kafka; the {@code kafka} package is one of its users.
 */
@NullMarked
package dev.sutra.engine;

import org.jspecify.annotations.NullMarked;
