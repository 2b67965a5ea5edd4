package dev.sutra.engine.tools;

import dev.sutra.wal.LogCut;

/**
 * A log that {@link LogRepair} has cut.
 *
 * @param name of the log file
 * @param reason what was wrong with it
 * @param end its length after the cut, bytes; 0 if its header was damaged too
 * @param bytes how many bytes were cut
 * @param transactions how many readable transactions were among them
 * @param aside the file that keeps the log as it was
 */
public record RepairedLog(
    String name, String reason, long end, long bytes, long transactions, String aside) {
  static RepairedLog of(LogCut cut) {
    return new RepairedLog(
        cut.name(), cut.reason(), cut.end(), cut.bytes(), cut.transactions(), cut.aside());
  }
}
