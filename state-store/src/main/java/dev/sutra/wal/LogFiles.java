package dev.sutra.wal;

import java.util.Locale;

/** Names of log files: the file number in at least twelve digits, and {@code .log}. */
public final class LogFiles {
  private static final String SUFFIX = ".log";
  private static final int DIGITS_MIN = 12;
  private static final int DIGITS_MAX = 18;

  private LogFiles() {}

  /**
   * The name of a log file.
   *
   * @throws IllegalArgumentException if the number is negative or has more than 18 digits
   */
  public static String name(long fileNumber) {
    if (fileNumber < 0 || fileNumber >= 1_000_000_000_000_000_000L) {
      throw new IllegalArgumentException("file number " + fileNumber + " is out of range");
    }
    return String.format(Locale.ROOT, "%012d", fileNumber) + SUFFIX;
  }

  /** The number in a log file's name, or -1 if the name is not that of a log file. */
  public static long number(String name) {
    int digits = name.length() - SUFFIX.length();
    if (!name.endsWith(SUFFIX) || digits < DIGITS_MIN || digits > DIGITS_MAX) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = 10 * number + (digit - '0');
    }
    return name(number).equals(name) ? number : -1;
  }
}
