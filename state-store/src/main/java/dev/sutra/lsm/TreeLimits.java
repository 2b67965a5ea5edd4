package dev.sutra.lsm;

/**
 * When the work behind a tree's back is tried again after a failure.
 *
 * @param attemptsMax failures in a row after which those who wait for the work are told
 * @param retryMillisMin pause after the first failure; doubles with each further one
 * @param retryMillisMax longest pause
 */
public record TreeLimits(int attemptsMax, long retryMillisMin, long retryMillisMax) {
  /** Waits about ten seconds for a disk to have room again before anybody is told. */
  public static final TreeLimits DEFAULT = new TreeLimits(8, 50, 5_000);
}
