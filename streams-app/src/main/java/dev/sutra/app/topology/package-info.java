/**
 * The way of an event through the stream: read, merged with what the store holds, embedded, kept,
 * and its half-edge sent to the partition of the other end. What cannot be kept goes to the
 * dead-letter topic with its reason.
 */
@NullMarked
package dev.sutra.app.topology;

import org.jspecify.annotations.NullMarked;
