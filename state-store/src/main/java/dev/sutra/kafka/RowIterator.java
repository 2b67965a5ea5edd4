package dev.sutra.kafka;

import dev.sutra.engine.Snapshot;
import dev.sutra.record.RowCursor;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Iterates over a range of rows in key order. Owns its snapshot. Not thread-safe. */
final class RowIterator implements KeyValueIterator<Bytes, byte[]> {
  private final Snapshot snapshot;
  private final RowCursor rows;
  private @Nullable KeyValue<Bytes, byte[]> next;
  private boolean closed;

  /** Starts at {@code from}; the range is empty if {@code to} is below it. */
  RowIterator(Snapshot snapshot, byte[] from, byte @Nullable [] to) {
    this.snapshot = snapshot;
    boolean empty = to != null && Arrays.compareUnsigned(from, to) >= 0;
    try {
      this.rows = snapshot.rows(from, empty ? from : to);
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      throw new IllegalStateException("the iterator is closed");
    }
    if (next == null && rows.next()) {
      next = KeyValue.pair(Bytes.wrap(rows.key()), rows.value());
    }
    return next != null;
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    KeyValue<Bytes, byte[]> current = peek();
    next = null;
    return current;
  }

  @Override
  public Bytes peekNextKey() {
    return peek().key;
  }

  private KeyValue<Bytes, byte[]> peek() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    return next;
  }

  @Override
  public void close() {
    closed = true;
    rows.close();
    snapshot.close();
  }
}
