/**
 * The inverted index of a memtable, in memory. One thread writes; concurrent readers need no lock.
 */
@NullMarked
package dev.sutra.text.buffer;

import org.jspecify.annotations.NullMarked;
