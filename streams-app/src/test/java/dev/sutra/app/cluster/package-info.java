/**
 * Applications on a cluster of three brokers, each in a process of its own, under faults; and a
 * checker that knows what must come out.
 */
@NullMarked
package dev.sutra.app.cluster;

import org.jspecify.annotations.NullMarked;
