package dev.sutra.wal;

/** What the end of a log file may look like to a reader. */
public enum LogTail {
  /** The file was finished and forced: anything after its last complete frame is damage. */
  COMPLETE,

  /**
   * The process may have stopped in the middle of a write, or a power cut lost what was not forced,
   * in any order: a bad frame ends the log even with valid ones behind it, unless one of those was
   * appended after the bad one had been forced; that is damage.
   */
  UNFORCED
}
