package dev.sutra.wal;

/** The permitted form of the end of a log file. */
public enum LogTail {
  /** The file was completed and forced. Bytes after its last complete frame are corruption. */
  COMPLETE,

  /**
   * The process may have stopped during a write, or a power failure may have lost unforced bytes in
   * any order. A bad frame ends the log, even if valid frames follow. It is corruption only if one
   * of those was appended after the bad frame had been forced.
   */
  UNFORCED
}
