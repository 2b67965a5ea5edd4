/**
 * Queries over all instances of a program: finds who holds a partition, asks it, and merges.
 *
 * <p>{@link dev.sutra.kafka.routing.ConceptQueries} is what a program uses. It comes from {@link
 * dev.sutra.kafka.routing.InstanceGroup}, which also answers the other instances.
 */
@NullMarked
package dev.sutra.kafka.routing;

import org.jspecify.annotations.NullMarked;
