/**
 * The engine's front: open a store, write transactions, take snapshots, ask the questions.
 *
 * <p>Usable without Kafka; the {@code kafka} package is one user of it.
 */
@NullMarked
package dev.sutra.engine;

import org.jspecify.annotations.NullMarked;
