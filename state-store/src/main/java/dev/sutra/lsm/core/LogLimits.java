package dev.sutra.lsm.core;

/**
 * When a memtable is flushed before it is full, so that a start after a kill has little to read
 * again.
 *
 * @param bytesMin bytes of its log; a shorter one is read in a moment
 * @param millis how long after that the flush comes
 */
public record LogLimits(long bytesMin, long millis) {
  /** A megabyte of log is about 4,000 texts, and a twentieth of a second at a start. */
  public static final LogLimits DEFAULT = new LogLimits(1 << 20, 5_000);
}
