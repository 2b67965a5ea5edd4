package dev.sutra.engine;

import dev.sutra.lsm.core.WorkCounters;
import dev.sutra.lsm.read.TreeSnapshot;

/**
 * What it costs to keep a store in order. Counted since it was opened, but for what is as of now:
 * {@code compactionsRunning}, {@code segmentBytes}, {@code liveBytes} and {@code logBytes}. Bytes
 * and numbers are exact, but for {@code liveBytes}.
 *
 * @param userBytes bytes of keys and values that were written
 * @param flushBytes bytes that flushes wrote, those of failed attempts among them
 * @param compactionBytes bytes that compactions wrote, those of unfinished ones among them
 * @param flushes flushes that were installed
 * @param compactions compactions that were installed
 * @param compactionsRunning compactions under way
 * @param failures attempts of flushes, compactions, learning and manifests that failed
 * @param delayNanos time for which writers were slowed down
 * @param stalls how often a writer had to wait for background work
 * @param stallNanos time for which they waited
 * @param segmentBytes bytes of the segments
 * @param liveBytes an estimate of how many of these are not garbage: of each segment the share of
 *     concepts that are neither overwritten nor deleted. Associations that were overwritten count
 *     as live until they are merged away.
 * @param logBytes bytes of the log that no segment holds yet: a start after a kill reads them again
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

  /** Of no store. */
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

  /** Of both stores together. */
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
   * Bytes of segments written for each byte that a user wrote; 0 before the first. The log, which
   * writes each byte once more, is not counted.
   */
  public double writeAmplification() {
    return userBytes == 0 ? 0 : (double) (flushBytes + compactionBytes) / userBytes;
  }

  /** Bytes of segments for each live one; 1 without segments. */
  public double spaceAmplification() {
    return segmentBytes == 0 ? 1 : (double) segmentBytes / Math.max(1, liveBytes);
  }
}
