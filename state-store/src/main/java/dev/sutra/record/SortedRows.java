package dev.sutra.record;

/**
 * Iterates over the rows of one source in key order, including tombstones; each key occurs once.
 * Not thread-safe; needs no close.
 */
public interface SortedRows {
  /** Moves to the next row; false at the end. */
  boolean next();

  /** Moves to the first row with a key at or above the given one; false if there is none. */
  boolean seek(byte[] key, int keyLength);

  /** The array with the current key, at {@link #keyOffset()}; the next move may change it. */
  byte[] keyBuffer();

  int keyOffset();

  int keyLength();

  /** Whether the row is a tombstone, which deletes older rows of this key. */
  boolean isTombstone();

  /** The current row's complete value; a new array. Not for a tombstone. */
  byte[] value();

  /**
   * Copies the beginning of the current row's complete value, as much as fits; the rest of the
   * array is undefined. Not for a tombstone.
   *
   * @return the length of the whole value
   */
  default int copyValue(byte[] target) {
    byte[] value = value();
    System.arraycopy(value, 0, target, 0, Math.min(value.length, target.length));
    return value.length;
  }
}
