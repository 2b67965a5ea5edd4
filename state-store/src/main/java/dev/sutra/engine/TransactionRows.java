package dev.sutra.engine;

import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a transaction has written and not committed: of each key the last version. A deleted
 * row is one without a value. Not thread-safe.
 */
final class TransactionRows {
  /** About what an entry costs in a batch besides key and value. */
  private static final int ROW_BYTES = 8;

  // Rows are not compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Row(byte @Nullable [] value) {
    int length() {
      return value == null ? 0 : value.length;
    }
  }

  private final TreeMap<byte[], Row> rows = new TreeMap<>(Arrays::compareUnsigned);
  private long bytes;

  /**
   * Sets or, without a value, deletes a row.
   *
   * @throws IllegalArgumentException if the transaction would become larger than a batch may be; it
   *     is then as before
   */
  void set(byte[] key, byte @Nullable [] value) {
    Row row = new Row(value);
    Row old = rows.get(key);
    long change =
        old == null ? ROW_BYTES + key.length + row.length() : row.length() - (long) old.length();
    if (bytes + change > RowBatch.BYTES_MAX) {
      throw new IllegalArgumentException(
          "a transaction has more than " + RowBatch.BYTES_MAX + " bytes of rows");
    }
    rows.put(key, row);
    bytes += change;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Whether there is such a row, be it deleted or not. */
  boolean contains(byte[] key) {
    return rows.containsKey(key);
  }

  /** The value of a row; null if it is deleted or not there. */
  byte @Nullable [] value(byte[] key) {
    Row row = rows.get(key);
    return row == null ? null : row.value;
  }

  RowBatch toBatch() {
    RowBatch batch = new RowBatch();
    rows.forEach(
        (key, row) -> {
          if (row.value == null) {
            batch.delete(key);
          } else {
            batch.put(key, row.value);
          }
        });
    return batch;
  }

  /**
   * These rows over those of a cursor, which is closed with the new one. Rows that are set while it
   * is open are seen if they lie ahead of it.
   *
   * @param below rows from {@code from} on
   * @param to least key that is not included; null: to the end
   */
  RowCursor over(RowCursor below, byte[] from, byte @Nullable [] to) {
    return new Overlay(below, from, to);
  }

  private final class Overlay implements RowCursor {
    private final RowCursor below;
    private final byte @Nullable [] to;
    private final byte[] from;
    // The key that the lower cursor waits at; null at its end.
    private byte @Nullable [] belowKey;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private boolean started;

    Overlay(RowCursor below, byte[] from, byte @Nullable [] to) {
      this.below = below;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean next() {
      if (!started) {
        started = true;
        moveBelow();
        return settle(rows.ceilingEntry(from));
      }
      return key != null && settle(rows.higherEntry(key));
    }

    /** Takes the lesser of an own row and the lower cursor's, passing over what is deleted. */
    private boolean settle(Map.@Nullable Entry<byte[], Row> first) {
      Map.Entry<byte[], Row> own = first;
      while (own != null && (to == null || Arrays.compareUnsigned(own.getKey(), to) < 0)) {
        int order = belowKey == null ? -1 : Arrays.compareUnsigned(own.getKey(), belowKey);
        if (order > 0) {
          break;
        }
        if (order == 0) {
          moveBelow();
        }
        if (own.getValue().value != null) {
          key = own.getKey();
          value = own.getValue().value;
          return true;
        }
        own = rows.higherEntry(own.getKey());
      }
      key = belowKey;
      if (belowKey == null) {
        return false;
      }
      value = below.value();
      moveBelow();
      return true;
    }

    private void moveBelow() {
      belowKey = below.next() ? below.key() : null;
    }

    @Override
    public byte[] key() {
      return current(key).clone();
    }

    @Override
    public byte[] value() {
      return current(value).clone();
    }

    private static byte[] current(byte @Nullable [] part) {
      if (part == null) {
        throw new IllegalStateException("the cursor is at no row");
      }
      return part;
    }

    @Override
    public void close() {
      below.close();
      belowKey = null;
      key = null;
    }
  }
}
