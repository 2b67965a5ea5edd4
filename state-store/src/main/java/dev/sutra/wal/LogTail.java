package dev.sutra.wal;

/** What the end of a log file may look like to a reader. */
public enum LogTail {
  /** The file was finished: anything after its last complete frame is damage. */
  COMPLETE,

  /**
   * The last frame may be incomplete, as a process that stopped leaves it. A bad frame with a valid
   * one anywhere behind it is damage.
   */
  TORN,

  /**
   * Also a power cut may have happened, which loses what was not forced in any order: a bad frame
   * ends the log even with valid ones behind it, unless one of those was appended after the bad one
   * had been forced; that is damage.
   */
  UNFORCED
}
