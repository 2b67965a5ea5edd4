/**
 * Queries, corpus statistics, and exact top-k search with BM25 over any list of sources.
 *
 * <p>{@link dev.sutra.text.query.TextSearcher} returns the same hits however the live documents are
 * distributed over sources.
 */
@NullMarked
package dev.sutra.text.query;

import org.jspecify.annotations.NullMarked;
