/**
 * What a search needs from a source of texts, and the scores: the contracts of terms, postings and
 * cursors, BM25, and the best hits so far.
 *
 * <p>{@code text.buffer} and {@code text.index} implement the contracts; {@code text.query}
 * searches by them.
 */
@NullMarked
package dev.sutra.text.score;

import org.jspecify.annotations.NullMarked;
