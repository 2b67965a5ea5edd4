package dev.sutra.wal;

/**
 * The end of the readable part of a log file.
 *
 * @param validLength bytes up to the end of the last complete frame; 0 if the file's header is
 *     incomplete
 * @param droppedBytes bytes after it, which were not read
 */
public record LogEnd(long validLength, long droppedBytes) {

  /** Whether the file has bytes after its last complete frame. */
  public boolean torn() {
    return droppedBytes > 0;
  }
}
