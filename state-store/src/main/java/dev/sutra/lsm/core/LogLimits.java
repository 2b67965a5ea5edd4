package dev.sutra.lsm.core;

/**
 * Limits that make a memtable flush before it is full, so that an open after a crash replays
 * little.
 *
 * @param bytesMin bytes of the log that start the timer; a shorter log is replayed quickly
 * @param millis delay of the flush, in milliseconds
 */
public record LogLimits(long bytesMin, long millis) {
  /** One MiB of log holds about 4,000 texts and is replayed in about 50 milliseconds. */
  public static final LogLimits DEFAULT = new LogLimits(1 << 20, 5_000);
}
