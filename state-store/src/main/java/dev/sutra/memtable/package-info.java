/**
 * Rows in memory: a multi-version radix tree, and the documents that its concept rows are.
 *
 * <p>One thread writes, any number read without locks. What a reader sees is bounded by a sequence
 * number that the writer publishes after the whole transaction is in place.
 */
@NullMarked
package dev.sutra.memtable;

import org.jspecify.annotations.NullMarked;
