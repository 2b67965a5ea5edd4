/** Whether hybrid queries find what they should, beside text and vectors alone. */
@NullMarked
package dev.sutra.bench.relevance;

import org.jspecify.annotations.NullMarked;
