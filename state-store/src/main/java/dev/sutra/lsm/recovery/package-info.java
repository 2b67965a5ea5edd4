/**
 * Recovery: finds the last commit, replays the logs up to it and deletes files that are not needed.
 */
@NullMarked
package dev.sutra.lsm.recovery;

import org.jspecify.annotations.NullMarked;
