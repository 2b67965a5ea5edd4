/** Queries with filters on attributes, beside the same without one and beside Lucene. */
@NullMarked
package dev.sutra.bench.filters;

import org.jspecify.annotations.NullMarked;
