/** The write path: checks, log, memtable, publication; conflicts of transactions; back pressure. */
@NullMarked
package dev.sutra.lsm.write;

import org.jspecify.annotations.NullMarked;
