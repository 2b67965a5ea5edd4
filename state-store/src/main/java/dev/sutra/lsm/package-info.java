/**
 * The log-structured merge tree: memtables, segments, and what keeps them together.
 *
 * <p>A write is prepared (checked, logged), applied (to the memtable) and published (a new {@link
 * dev.sutra.lsm.version.ReadState}). A full memtable is sealed and flushed to a segment in the background;
 * compactions merge adjacent segments. A read pins a read state and takes no lock. See O'Neil et
 * al., "The Log-Structured Merge-Tree", Acta Informatica 1996.
 */
@NullMarked
package dev.sutra.lsm;

import org.jspecify.annotations.NullMarked;
