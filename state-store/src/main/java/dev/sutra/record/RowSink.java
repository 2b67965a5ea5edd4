package dev.sutra.record;

/** Takes rows, in the order in which they were written. */
public interface RowSink {
  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if the row is not valid or over a limit
   */
  void put(byte[] key, byte[] value);

  /**
   * Adds the removal of a row.
   *
   * @throws IllegalArgumentException if the key is not valid or over a limit
   */
  void delete(byte[] key);
}
