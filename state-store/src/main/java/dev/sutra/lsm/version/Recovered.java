package dev.sutra.lsm.version;

import dev.sutra.lsm.core.CommitPoint;
import java.util.List;

/**
 * Result of recovery.
 *
 * @param state the tree as of the last commit; its version is retained once
 * @param firstSequence first transaction in the memtable; 0 if the memtable is empty
 * @param logs numbers of the log files that hold the memtable, ascending
 * @param flushed how far the segments reach
 * @param commit the last commit
 * @param codebooks the codebooks that the manifest names
 */
public record Recovered(
    ReadState state,
    long firstSequence,
    List<Long> logs,
    FlushPoint flushed,
    CommitPoint commit,
    Codebooks codebooks) {}
