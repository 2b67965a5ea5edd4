/**
 * The memtable: a multi-version radix tree of rows, and the indexes of the documents among them.
 *
 * <p>One thread writes; concurrent readers need no locks. A reader sees transactions up to a
 * sequence number, which the writer publishes after the complete transaction is inserted.
 */
@NullMarked
package dev.sutra.memtable;

import org.jspecify.annotations.NullMarked;
