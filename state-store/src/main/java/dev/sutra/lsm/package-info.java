/**
 * The log-structured merge tree (O'Neil et al., "The Log-Structured Merge-Tree", Acta Informatica
 * 1996).
 *
 * <p>A write is prepared (checked, logged), applied (to the memtable) and published (as a new
 * {@link dev.sutra.lsm.version.ReadState}). A full memtable is sealed and flushed to a segment in
 * the background. Compactions merge adjacent segments. A read pins a read state and takes no lock.
 *
 * <p>Each package knows only those before it: {@code core}, {@code version}, {@code read}, {@code
 * log}, {@code compaction}, {@code write}, {@code recovery}, and the tree itself.
 */
@NullMarked
package dev.sutra.lsm;

import org.jspecify.annotations.NullMarked;
