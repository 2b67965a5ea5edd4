/** Vector search beside hnswlib, Lucene and JVector. */
@NullMarked
package dev.sutra.bench.vectors;

import org.jspecify.annotations.NullMarked;
