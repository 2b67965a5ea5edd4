package dev.sutra.lsm;

/**
 * What background work has done since a tree was opened, and what it has made writers wait.
 *
 * @param userBytes bytes of keys and values that were written
 * @param flushBytes bytes that flushes wrote, those of failed attempts among them
 * @param compactionBytes bytes that compactions wrote, those of unfinished ones among them
 * @param flushes flushes that were installed
 * @param compactions compactions that were installed
 * @param compactionsRunning compactions under way now
 * @param failures attempts of flushes, compactions, learning and manifests that failed
 * @param delayNanos time for which writers were slowed down
 * @param stalls how often a writer had to wait
 * @param stallNanos time for which they waited
 * @param segmentBytes bytes of the segments
 * @param liveBytes of these, without the share of concepts that are dead
 * @param logBytes bytes of the log that an open after a kill reads again
 */
public record TreeWork(
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
    long logBytes) {}
