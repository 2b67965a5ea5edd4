/**
 * Operators over streams that ask a concept store about each event, in the same task and
 * transaction.
 */
@NullMarked
package dev.sutra.kafka.streams;

import org.jspecify.annotations.NullMarked;
