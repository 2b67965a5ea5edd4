package dev.sutra.lsm.version;

/**
 * Which concepts are wanted, told by their rows. Filters that are equal want the same rows: which
 * ones of a segment these are is found once and kept for the next query.
 */
public interface RowFilter {
  /** What the keys of all wanted rows begin with; all keys of concepts do with one byte. */
  byte[] keyPrefix();

  /** Whether a row whose key begins so is wanted, by its value, with or without its vector. */
  boolean test(byte[] value);
}
