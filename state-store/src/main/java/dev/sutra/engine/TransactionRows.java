package dev.sutra.engine;

import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The uncommitted rows of a transaction: the last version of each key. A deleted row has no value.
 * Not thread-safe.
 */
final class TransactionRows {
  /** Approximate bytes of an entry in a batch, without key and value. */
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
   * Writes a row, or deletes it if the value is null.
   *
   * @throws IllegalArgumentException if the transaction would exceed the maximum size of a batch;
   *     it is then unchanged
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

  /** Whether the transaction has written or deleted a row. */
  boolean contains(byte[] key) {
    return rows.containsKey(key);
  }

  /** The value of a row; null if it is deleted or not written. */
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
   * Merges these rows over those of a cursor, which is closed with the merged one. The merged
   * cursor sees rows written later if they are ahead of it.
   *
   * @param below rows from {@code from} on
   * @param to first key that is not included; null: to the end
   */
  RowCursor over(RowCursor below, byte[] from, byte @Nullable [] to) {
    return new Overlay(below, from, to);
  }

  private final class Overlay implements RowCursor {
    private final RowCursor below;
    private final byte @Nullable [] to;
    private final byte[] from;
    // The key at which the lower cursor is positioned; null at its end.
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

    /** Moves to the lesser of an own row and the lower cursor's row, and skips deleted rows. */
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
