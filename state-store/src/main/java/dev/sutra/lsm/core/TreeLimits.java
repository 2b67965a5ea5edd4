package dev.sutra.lsm.core;

/**
 * Bounds on what piles up while background work is behind, when it is tried again after a failure,
 * when a memtable is flushed before it is full, and when vectors are coded.
 *
 * @param segmentsSlow segments from which on writers are slowed down
 * @param segmentsMax segments at which they wait
 * @param attemptsMax failures in a row after which those who wait for the work are told
 * @param retryMillisMin pause after the first failure; doubles with each further one
 * @param retryMillisMax longest pause
 * @param coding when vectors are coded
 * @param log when a memtable is flushed before it is full
 */
public record TreeLimits(
    int segmentsSlow,
    int segmentsMax,
    int attemptsMax,
    long retryMillisMin,
    long retryMillisMax,
    CodingLimits coding,
    LogLimits log) {
  /**
   * A terabyte with full memtables stays below 24 segments while merges keep up. A disk has about
   * ten seconds to have room again before anybody is told.
   */
  public static final TreeLimits DEFAULT = new TreeLimits(24, 48, 8, 50, 5_000);

  /** Limits with the ordinary ones of logs and coding. */
  public TreeLimits(
      int segmentsSlow,
      int segmentsMax,
      int attemptsMax,
      long retryMillisMin,
      long retryMillisMax) {
    this(
        segmentsSlow,
        segmentsMax,
        attemptsMax,
        retryMillisMin,
        retryMillisMax,
        CodingLimits.DEFAULT);
  }

  /** Limits with the ordinary ones of logs. */
  public TreeLimits(
      int segmentsSlow,
      int segmentsMax,
      int attemptsMax,
      long retryMillisMin,
      long retryMillisMax,
      CodingLimits coding) {
    this(
        segmentsSlow,
        segmentsMax,
        attemptsMax,
        retryMillisMin,
        retryMillisMax,
        coding,
        LogLimits.DEFAULT);
  }

  /** The same with others of logs. */
  public TreeLimits withLog(LogLimits other) {
    return new TreeLimits(
        segmentsSlow, segmentsMax, attemptsMax, retryMillisMin, retryMillisMax, coding, other);
  }
}
