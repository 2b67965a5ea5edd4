/** Queries and their results, as plain values. */
@NullMarked
package dev.sutra.engine.query;

import org.jspecify.annotations.NullMarked;
