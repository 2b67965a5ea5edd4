package dev.sutra.wal;

/**
 * Where the readable part of a log file ends.
 *
 * @param validLength bytes up to the end of the last complete frame; 0 if not even the file's
 *     header is complete
 * @param droppedBytes bytes behind it that were not read
 */
public record LogEnd(long validLength, long droppedBytes) {

  /** Whether the file holds anything behind its last complete frame. */
  public boolean torn() {
    return droppedBytes > 0;
  }
}
