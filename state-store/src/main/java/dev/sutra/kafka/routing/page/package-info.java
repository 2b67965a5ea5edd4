/**
 * Pages of rankings over all instances: {@link dev.sutra.kafka.routing.page.ConceptPages} asks
 * {@link dev.sutra.kafka.routing.ConceptQueries} for as much of a ranking as a page needs.
 */
@NullMarked
package dev.sutra.kafka.routing.page;

import org.jspecify.annotations.NullMarked;
