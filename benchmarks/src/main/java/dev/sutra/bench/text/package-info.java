/** Text search beside Lucene. */
@NullMarked
package dev.sutra.bench.text;

import org.jspecify.annotations.NullMarked;
