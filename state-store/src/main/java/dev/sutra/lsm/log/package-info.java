/** The log of the memtables, and the group commit that forces it. */
@NullMarked
package dev.sutra.lsm.log;

import org.jspecify.annotations.NullMarked;
