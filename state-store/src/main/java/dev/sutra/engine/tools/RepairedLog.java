package dev.sutra.engine.tools;

import dev.sutra.wal.LogCut;

/**
 * A log that {@code LogRepair} has truncated.
 *
 * @param name of the log file
 * @param reason the corruption
 * @param end its new length in bytes; 0 if its header was corrupt too
 * @param bytes number of bytes removed
 * @param transactions number of readable transactions in the removed bytes
 * @param aside name of the file that keeps the original log
 */
public record RepairedLog(
    String name, String reason, long end, long bytes, long transactions, String aside) {
  static RepairedLog of(LogCut cut) {
    return new RepairedLog(
        cut.name(), cut.reason(), cut.end(), cut.bytes(), cut.transactions(), cut.aside());
  }
}
