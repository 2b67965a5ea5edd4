package dev.sutra.wal;

import dev.sutra.io.FileNumbers;

/** Names of log files: the file number in at least twelve digits, then {@code .log}. */
public final class LogFiles {
  private static final String SUFFIX = ".log";

  private LogFiles() {}

  /**
   * The name of a log file.
   *
   * @throws IllegalArgumentException if the number is negative or has more than 18 digits
   */
  public static String name(long fileNumber) {
    return FileNumbers.name(fileNumber, SUFFIX);
  }

  /** The file number in a name; -1 if it is not the name of a log file. */
  public static long number(String name) {
    return FileNumbers.number(name, SUFFIX);
  }
}
