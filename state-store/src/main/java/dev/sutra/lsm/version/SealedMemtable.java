package dev.sutra.lsm.version;

import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.Counters;
import dev.sutra.memtable.Memtable;
import java.util.List;

/**
 * A memtable that takes no more writes and waits for its flush.
 *
 * @param memtable the rows
 * @param firstSequence number of its first transaction
 * @param counters totals as of its last transaction
 * @param commit the last commit when it was sealed
 * @param logs numbers of the log files that hold its transactions, ascending
 * @param logBytes bytes of these files
 */
public record SealedMemtable(
    Memtable memtable,
    long firstSequence,
    Counters counters,
    CommitPoint commit,
    List<Long> logs,
    long logBytes) {}
