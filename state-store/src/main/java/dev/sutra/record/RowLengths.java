package dev.sutra.record;

/** The limits of the lengths of keys and values. */
public final class RowLengths {
  private RowLengths() {}

  /**
   * Checks the length of a key.
   *
   * @throws IllegalArgumentException if it is over the limit, or 0
   */
  public static void checkKey(int bytes) {
    if (bytes < 1 || bytes > RowBatch.KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key has " + bytes + " bytes; 1 to " + RowBatch.KEY_BYTES_MAX + " are allowed");
    }
  }

  /**
   * Checks the length of a value.
   *
   * @throws IllegalArgumentException if it is over the limit
   */
  public static void checkValue(int bytes) {
    if (bytes > RowBatch.VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a value has " + bytes + " bytes; at most " + RowBatch.VALUE_BYTES_MAX + " are allowed");
    }
  }
}
