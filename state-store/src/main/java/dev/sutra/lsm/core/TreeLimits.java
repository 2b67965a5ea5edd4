package dev.sutra.lsm.core;

/**
 * Limits of background work.
 *
 * @param segmentsSlow number of segments from which writers are slowed down
 * @param segmentsMax number of segments at which writers wait
 * @param attemptsMax consecutive failures after which waiting callers fail
 * @param retryMillisMin pause after the first failure, in milliseconds; doubles with each further
 *     failure
 * @param retryMillisMax longest pause, in milliseconds
 * @param coding when vectors are encoded
 * @param log when a memtable is flushed before it is full
 * @param texts when texts are indexed
 */
public record TreeLimits(
    int segmentsSlow,
    int segmentsMax,
    int attemptsMax,
    long retryMillisMin,
    long retryMillisMax,
    CodingLimits coding,
    LogLimits log,
    TextLimits texts) {
  /**
   * A terabyte that was written with full memtables stays below 24 segments while merges keep up.
   * Eight attempts take about ten seconds, in which a full disk may get room again.
   */
  public static final TreeLimits DEFAULT = new TreeLimits(24, 48, 8, 50, 5_000);

  /** Limits with the defaults of logs, texts and coding. */
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

  /** Limits with the defaults of logs and texts. */
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
        LogLimits.DEFAULT,
        TextLimits.DEFAULT);
  }

  /** Returns a copy with other limits of logs. */
  public TreeLimits withLog(LogLimits other) {
    return new TreeLimits(
        segmentsSlow,
        segmentsMax,
        attemptsMax,
        retryMillisMin,
        retryMillisMax,
        coding,
        other,
        texts);
  }

  /** Returns a copy with other limits of texts. */
  public TreeLimits withTexts(TextLimits other) {
    return new TreeLimits(
        segmentsSlow, segmentsMax, attemptsMax, retryMillisMin, retryMillisMax, coding, log, other);
  }
}
