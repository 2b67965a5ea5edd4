package dev.sutra.record;

/**
 * The rows of one source in the order of their keys, tombstones among them, each key once. Not
 * thread-safe; costs nothing to abandon.
 */
public interface SortedRows {
  /** Moves to the next row; false at the end. */
  boolean next();

  /** Moves to the first row whose key is not below the given one; false if there is none. */
  boolean seek(byte[] key, int keyLength);

  /** Holds the current key, from {@link #keyOffset()}; may change with the next move. */
  byte[] keyBuffer();

  int keyOffset();

  int keyLength();

  /** Whether the row says that older rows of this key are gone. */
  boolean isTombstone();

  /** The current row's complete value; a new array. Not for a tombstone. */
  byte[] value();

  /**
   * Copies the beginning of the current row's complete value, as much as fits; what the array holds
   * behind it may change. Not for a tombstone.
   *
   * @return the length of the whole value
   */
  default int copyValue(byte[] target) {
    byte[] value = value();
    System.arraycopy(value, 0, target, 0, Math.min(value.length, target.length));
    return value.length;
  }
}
