package dev.sutra.io;

import java.util.Locale;

/** Names of numbered files: the number in at least twelve digits, and a suffix. */
public final class FileNumbers {
  /** The highest number, of 18 digits. */
  public static final long MAX = 999_999_999_999_999_999L;

  private static final int DIGITS_MIN = 12;
  private static final int DIGITS_MAX = 18;

  private FileNumbers() {}

  /**
   * The name of a file with a number.
   *
   * @throws IllegalArgumentException if the number is negative or has more than 18 digits
   */
  public static String name(long fileNumber, String suffix) {
    if (fileNumber < 0 || fileNumber > MAX) {
      throw new IllegalArgumentException("file number " + fileNumber + " is out of range");
    }
    return String.format(Locale.ROOT, "%012d", fileNumber) + suffix;
  }

  /** The number in a file's name, or -1 if it is not a name with this suffix. */
  public static long number(String name, String suffix) {
    int digits = name.length() - suffix.length();
    if (!name.endsWith(suffix) || digits < DIGITS_MIN || digits > DIGITS_MAX) {
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
    return name(number, suffix).equals(name) ? number : -1;
  }
}
