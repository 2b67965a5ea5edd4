package dev.sutra.lsm.version;

/**
 * Selects concepts by their rows. Equal filters select the same rows, so the result for a segment
 * is cached for later queries.
 */
public interface RowFilter {
  /** Returns the prefix of all selected keys; at least the first byte of all concept keys. */
  byte[] keyPrefix();

  /** Whether a row with this key prefix is selected, by its value with or without the vector. */
  boolean test(byte[] value);
}
