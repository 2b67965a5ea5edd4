/** Snapshots: point reads, merged scans, and the documents that searches see. */
@NullMarked
package dev.sutra.lsm.read;

import org.jspecify.annotations.NullMarked;
