/**
 * Bulk loads: rows that come in large numbers are sorted and written as segments, without log and
 * memtable. The texts of these segments are indexed later, in the background.
 */
@NullMarked
package dev.sutra.lsm.load;

import org.jspecify.annotations.NullMarked;
