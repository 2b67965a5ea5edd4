/** Standing queries: how long it takes to find those that an event matches. */
@NullMarked
package dev.sutra.bench.standing;

import org.jspecify.annotations.NullMarked;
