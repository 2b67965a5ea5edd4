package dev.sutra.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An append-only list of row operations, put or delete, in one array, encoded as in the log.
 *
 * <p>Reusable: {@link #clear} keeps the array unless it grew large. Reading does not allocate, nor
 * does appending once the array is large enough. Not thread-safe.
 *
 * <p>The encoded form of a row, rows following each other without padding:
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>kind: 1 put, 2 delete</td></tr>
 * <tr><td>1–3</td><td>key length, LEB128, 1 to {@link #KEY_BYTES_MAX}</td></tr>
 * <tr><td>…</td><td>key</td></tr>
 * <tr><td>1–4</td><td>value length, LEB128, 0 to {@link #VALUE_BYTES_MAX}; only of a put</td></tr>
 * <tr><td>…</td><td>value; only of a put</td></tr>
 * </table>
 */
public final class RowBatch implements RowSink {
  public static final int KEY_BYTES_MAX = 65_535;
  public static final int VALUE_BYTES_MAX = 64 << 20;
  public static final int ROWS_MAX = 1 << 24;

  /** Encoded bytes of all rows of a batch. */
  public static final int BYTES_MAX = 256 << 20;

  private static final byte PUT = 1;
  private static final byte DELETE = 2;
  private static final int ROW_BYTES_MIN = 3;
  private static final int RETAINED_BYTES_MAX = 16 << 20;
  private static final int RETAINED_CONCEPTS_MAX = 1 << 16;
  private static final int INITIAL_BYTES = 512;
  private static final int INITIAL_ROWS = 8;

  // Per row: key offset, key length, value offset, value length (-1 for a delete).
  private static final int FIELDS = 4;

  private static final @Nullable Concept[] NO_CONCEPTS = {};

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int[] fields = new int[INITIAL_ROWS * FIELDS];
  // Per row the concept that it was encoded from, if known; shorter where no later row has one.
  private @Nullable Concept[] concepts = NO_CONCEPTS;
  private int length;
  private int size;

  /**
   * Appends a put.
   *
   * @throws IllegalArgumentException if key, value or batch would be over a limit; the batch is
   *     then as before
   */
  @Override
  public void put(byte[] key, byte[] value) {
    put(key, 0, key.length, value, 0, value.length);
  }

  /**
   * Appends a put of a concept and keeps the concept, so that the row need not be decoded.
   *
   * @param value the encoded concept
   * @throws IllegalArgumentException see {@link #put(byte[], byte[])}
   */
  public void put(byte[] key, byte[] value, Concept concept) {
    put(key, value);
    if (concepts.length < size) {
      concepts = Arrays.copyOf(concepts, Math.max(size, 2 * concepts.length));
    }
    concepts[size - 1] = concept;
  }

  /** Appends a put of ranges of arrays; see {@link #put(byte[], byte[])}. */
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    Objects.checkFromIndexSize(keyOffset, keyLength, key.length);
    Objects.checkFromIndexSize(valueOffset, valueLength, value.length);
    RowLengths.checkValue(valueLength);
    appendKey(PUT, key, keyOffset, keyLength, varintBytes(valueLength) + valueLength);
    length = writeVarint(length, valueLength);
    System.arraycopy(value, valueOffset, buffer, length, valueLength);
    addFields(length - varintBytes(valueLength) - keyLength, keyLength, length, valueLength);
    length += valueLength;
  }

  /**
   * Appends a delete.
   *
   * @throws IllegalArgumentException if key or batch would be over a limit; the batch is then as
   *     before
   */
  @Override
  public void delete(byte[] key) {
    delete(key, 0, key.length);
  }

  /** Appends a delete of a key that is a range of an array; see {@link #delete(byte[])}. */
  public void delete(byte[] key, int keyOffset, int keyLength) {
    Objects.checkFromIndexSize(keyOffset, keyLength, key.length);
    appendKey(DELETE, key, keyOffset, keyLength, 0);
    addFields(length - keyLength, keyLength, length, -1);
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Encoded length of all rows: the bytes of {@link #buffer} that are in use. */
  public int bytes() {
    return length;
  }

  /** The array that the offsets refer to. Not a copy; the batch replaces it when it grows. */
  public byte[] buffer() {
    return buffer;
  }

  public int keyOffset(int row) {
    return fields[Objects.checkIndex(row, size) * FIELDS];
  }

  public int keyLength(int row) {
    return fields[Objects.checkIndex(row, size) * FIELDS + 1];
  }

  public int valueOffset(int row) {
    return fields[Objects.checkIndex(row, size) * FIELDS + 2];
  }

  /** Length of the row's value in bytes, or -1 if the row is a delete. */
  public int valueLength(int row) {
    return fields[Objects.checkIndex(row, size) * FIELDS + 3];
  }

  /** The concept that the row was encoded from; null if it is unknown. */
  public @Nullable Concept concept(int row) {
    Objects.checkIndex(row, size);
    return row < concepts.length ? concepts[row] : null;
  }

  public boolean isDelete(int row) {
    return valueLength(row) < 0;
  }

  /** Removes all rows. Arrays of ordinary size are kept for reuse. */
  public void clear() {
    Arrays.fill(concepts, 0, Math.min(size, concepts.length), null);
    length = 0;
    size = 0;
    if (buffer.length > RETAINED_BYTES_MAX) {
      buffer = new byte[INITIAL_BYTES];
    }
    if (concepts.length > RETAINED_CONCEPTS_MAX) {
      concepts = NO_CONCEPTS;
    }
    if (fields.length > RETAINED_BYTES_MAX / Integer.BYTES) {
      fields = new int[INITIAL_ROWS * FIELDS];
    }
  }

  /**
   * Replaces the contents with encoded rows.
   *
   * @param rows the expected number of rows
   * @throws IllegalArgumentException if the bytes are not exactly that many rows within the limits;
   *     the batch is then empty
   */
  public void decode(MemorySegment source, long offset, int bytes, int rows) {
    clear();
    if (bytes < 0 || bytes > BYTES_MAX || rows < 0 || rows > bytes / ROW_BYTES_MIN) {
      throw new IllegalArgumentException(bytes + " bytes cannot hold " + rows + " rows");
    }
    ensureBytes(bytes);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, buffer, 0, bytes);
    int at = 0;
    while (at < bytes && size < rows) {
      at = decodeRow(at, bytes);
    }
    if (at != bytes || size != rows) {
      clear();
      throw new IllegalArgumentException("the rows do not fill their frame");
    }
    length = bytes;
  }

  private int decodeRow(int start, int end) {
    byte kind = buffer[start];
    int keyLength = readVarint(start + 1, end);
    int key = start + 1 + varintBytes(keyLength);
    boolean valid = keyLength >= 1 && keyLength <= KEY_BYTES_MAX && keyLength <= end - key;
    if (valid && kind == DELETE) {
      addFields(key, keyLength, key + keyLength, -1);
      return key + keyLength;
    }
    if (valid && kind == PUT) {
      int valueLength = readVarint(key + keyLength, end);
      int value = key + keyLength + varintBytes(valueLength);
      if (valueLength >= 0 && valueLength <= VALUE_BYTES_MAX && valueLength <= end - value) {
        addFields(key, keyLength, value, valueLength);
        return value + valueLength;
      }
    }
    int row = size;
    clear();
    throw new IllegalArgumentException("row " + row + " is malformed");
  }

  private void appendKey(byte kind, byte[] key, int keyOffset, int keyLength, int bytesAfter) {
    RowLengths.checkKey(keyLength);
    if (size == ROWS_MAX) {
      throw new IllegalArgumentException("a batch has more than " + ROWS_MAX + " rows");
    }
    // Three small numbers and one below 2^27 added to one below 2^28: no overflow.
    int needed = length + 1 + varintBytes(keyLength) + keyLength + bytesAfter;
    if (needed > BYTES_MAX) {
      throw new IllegalArgumentException("a batch has more than " + BYTES_MAX + " bytes of rows");
    }
    ensureBytes(needed);
    buffer[length] = kind;
    length = writeVarint(length + 1, keyLength);
    System.arraycopy(key, keyOffset, buffer, length, keyLength);
    length += keyLength;
  }

  private void addFields(int key, int keyLength, int value, int valueLength) {
    ensureFields();
    int at = size * FIELDS;
    fields[at] = key;
    fields[at + 1] = keyLength;
    fields[at + 2] = value;
    fields[at + 3] = valueLength;
    size++;
  }

  private void ensureBytes(int needed) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, Math.min(2 * buffer.length, BYTES_MAX)));
    }
  }

  private void ensureFields() {
    if ((size + 1) * FIELDS > fields.length) {
      fields = Arrays.copyOf(fields, 2 * fields.length);
    }
  }

  private static int varintBytes(int value) {
    // 7 bits a byte; zero takes one byte too.
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  private int writeVarint(int offset, int value) {
    int at = offset;
    int rest = value;
    while (rest > 0x7f) {
      buffer[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[at++] = (byte) rest;
    return at;
  }

  /** The number at an offset, or -1 if it is cut, longer than four bytes or not the shortest. */
  private int readVarint(int offset, int end) {
    int value = 0;
    int at = offset;
    for (int shift = 0; shift < 28 && at < end; shift += 7) {
      byte part = buffer[at++];
      value |= (part & 0x7f) << shift;
      if (part >= 0) {
        return part == 0 && shift > 0 ? -1 : value;
      }
    }
    return -1;
  }
}
