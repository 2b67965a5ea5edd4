/**
 * The processing of events: an event is read, merged with the stored concept, embedded and stored;
 * half-edges are sent to the partition of the other end. Invalid records go to the dead-letter
 * topic with the reason.
 */
@NullMarked
package dev.sutra.app.topology;

import org.jspecify.annotations.NullMarked;
