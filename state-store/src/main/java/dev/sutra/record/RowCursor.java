package dev.sutra.record;

/** Iterates over rows in key order. Starts before the first row. Not thread-safe. */
public interface RowCursor extends AutoCloseable {
  /** Moves to the next row; false at the end. */
  boolean next();

  /** Key of the current row; a new array. */
  byte[] key();

  /** Value of the current row; a new array. */
  byte[] value();

  /** Idempotent. */
  @Override
  void close();
}
