package dev.sutra.lsm.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in the order of their arrival, in one array. One thread at a time adds rows; afterwards
 * another one reads them.
 *
 * <p>A row is: int, length of the key; int, length of the value or -1 for a tombstone; the key; the
 * value.
 */
final class LoadBuffer {
  private static final int HEAD_BYTES = 2 * Integer.BYTES;
  private static final int INITIAL_BYTES = 64 << 10;
  private static final int INITIAL_ROWS = 256;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;
  private int[] starts = new int[INITIAL_ROWS];
  private int rows;
  private List<Runnable> listeners = new ArrayList<>(1);
  private boolean installed;

  /**
   * Adds a row.
   *
   * @param value ignored for a tombstone
   * @param valueLength -1 for a tombstone
   * @throws OutOfMemoryError if an array cannot be so long
   */
  void add(byte[] key, byte[] value, int valueLength) {
    int valueBytes = Math.max(0, valueLength);
    int at = length;
    int end = Math.addExact(at, HEAD_BYTES + key.length + valueBytes);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(2L * bytes.length, 1 << 30)));
    }
    if (rows == starts.length) {
      starts = Arrays.copyOf(starts, 2 * rows);
    }
    INT.set(bytes, at, key.length);
    INT.set(bytes, at + Integer.BYTES, valueLength);
    System.arraycopy(key, 0, bytes, at + HEAD_BYTES, key.length);
    System.arraycopy(value, 0, bytes, at + HEAD_BYTES + key.length, valueBytes);
    starts[rows++] = at;
    length = end;
  }

  /** Removes the row that was added last. */
  void removeLast() {
    length = starts[--rows];
  }

  /** Has a task run when the rows up to now are visible. */
  void whenInstalled(Runnable listener) {
    listeners.add(listener);
  }

  List<Runnable> listeners() {
    return listeners;
  }

  /** Removes all rows, and keeps the arrays. */
  void clear() {
    length = 0;
    rows = 0;
    listeners = new ArrayList<>(1);
    installed = false;
  }

  /** Notes that the rows are in a segment of the current version. */
  void setInstalled() {
    installed = true;
  }

  boolean isInstalled() {
    return installed;
  }

  int rows() {
    return rows;
  }

  /** Bytes of the rows. */
  int length() {
    return length;
  }

  /** Heap bytes. */
  long heapBytes() {
    return bytes.length + (long) Integer.BYTES * starts.length;
  }

  /** The array that the offsets refer to; an addition may replace it. */
  byte[] bytes() {
    return bytes;
  }

  int keyOffset(int row) {
    return starts[row] + HEAD_BYTES;
  }

  int keyLength(int row) {
    return (int) INT.get(bytes, starts[row]);
  }

  int valueOffset(int row) {
    return keyOffset(row) + keyLength(row);
  }

  /** Length of a value; -1 for a tombstone. */
  int valueLength(int row) {
    return (int) INT.get(bytes, starts[row] + Integer.BYTES);
  }
}
