package dev.sutra.engine;

import dev.sutra.lsm.core.WorkCounters;
import dev.sutra.lsm.read.TreeSnapshot;

/**
 * The work of flushes and compactions. {@code compactionsRunning}, {@code segmentBytes}, {@code
 * liveBytes} and {@code logBytes} are current values; all others count since the store was opened.
 * All values but {@code liveBytes} are exact.
 *
 * @param userBytes bytes of keys and values written by callers
 * @param flushBytes bytes written by flushes, including failed ones
 * @param compactionBytes bytes written by compactions, including unfinished ones
 * @param flushes completed flushes
 * @param compactions completed compactions
 * @param compactionsRunning compactions currently running
 * @param failures failed attempts of flushes, compactions, training and manifest writes
 * @param delayNanos total delay of writers, in nanoseconds
 * @param stalls number of times that a writer blocked on background work
 * @param stallNanos total time that writers blocked, in nanoseconds
 * @param segmentBytes bytes of all segments
 * @param liveBytes estimated live bytes of the segments: the bytes of each segment times the
 *     fraction of its concepts that are neither overwritten nor deleted. Overwritten associations
 *     count as live until a compaction removes them
 * @param logBytes bytes of log not yet flushed to segments, which recovery after a crash must
 *     replay
 */
public record MaintenanceStats(
    long userBytes,
    long flushBytes,
    long compactionBytes,
    long flushes,
    long compactions,
    int compactionsRunning,
    long failures,
    long delayNanos,
    long stalls,
    long stallNanos,
    long segmentBytes,
    long liveBytes,
    long logBytes) {

  /** No work. */
  public static final MaintenanceStats ZERO =
      new MaintenanceStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static MaintenanceStats of(WorkCounters work, TreeSnapshot snapshot) {
    return new MaintenanceStats(
        work.userBytes(),
        work.flushBytes(),
        work.compactionBytes(),
        work.flushes(),
        work.compactions(),
        work.compactionsRunning(),
        work.failures(),
        work.delayNanos(),
        work.stalls(),
        work.stallNanos(),
        snapshot.segmentBytes(),
        snapshot.liveBytes(),
        snapshot.logBytes());
  }

  /** The sum of two stores. */
  public MaintenanceStats plus(MaintenanceStats other) {
    return new MaintenanceStats(
        userBytes + other.userBytes,
        flushBytes + other.flushBytes,
        compactionBytes + other.compactionBytes,
        flushes + other.flushes,
        compactions + other.compactions,
        compactionsRunning + other.compactionsRunning,
        failures + other.failures,
        delayNanos + other.delayNanos,
        stalls + other.stalls,
        stallNanos + other.stallNanos,
        segmentBytes + other.segmentBytes,
        liveBytes + other.liveBytes,
        logBytes + other.logBytes);
  }

  /**
   * Segment bytes written per byte written by callers; 0 before the first write. The log, which
   * writes each byte once more, is not included.
   */
  public double writeAmplification() {
    return userBytes == 0 ? 0 : (double) (flushBytes + compactionBytes) / userBytes;
  }

  /** Segment bytes per live byte; 1 without segments. */
  public double spaceAmplification() {
    return segmentBytes == 0 ? 1 : (double) segmentBytes / Math.max(1, liveBytes);
  }
}
