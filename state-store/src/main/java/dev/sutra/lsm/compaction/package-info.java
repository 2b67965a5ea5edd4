/** Background work that writes segments: flushes, compactions and the training of codebooks. */
@NullMarked
package dev.sutra.lsm.compaction;

import org.jspecify.annotations.NullMarked;
