package dev.sutra.kafka;

import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import dev.sutra.record.RowSink;
import dev.sutra.record.Rows;
import dev.sutra.record.SourceOffsets;
import dev.sutra.record.SourcePosition;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * Restores rows from the changelog, each batch as one transaction (several if it is very large),
 * and rebuilds the position from the source positions in the rows and from {@link PositionRow}s.
 */
final class RowRestorer implements BatchingStateRestoreCallback {
  private static final int KEY_BYTES_SHOWN = 64;
  // A batch of a thousand of the largest rows would not fit into one transaction.
  private static final int TRANSACTION_BYTES = 32 << 20;

  private final TaskEngine store;
  private final String application;
  private final TaskId task;

  /**
   * Creates a restorer.
   *
   * @param application Kafka Streams' application id, for messages
   */
  RowRestorer(TaskEngine store, String application, TaskId task) {
    this.store = store;
    this.application = application;
    this.task = task;
  }

  /**
   * Applies a batch.
   *
   * @throws StoreSettingsException if a row was written under other settings
   * @throws ProcessorStateException if a row is not valid, naming it; Kafka wraps it in an
   *     exception that names the changelog partition
   */
  @Override
  public void restoreAll(Collection<KeyValue<byte[], byte[]>> rows) {
    if (load(rows)) {
      return;
    }
    try {
      restore(rows);
    } catch (IllegalArgumentException e) {
      throw findInvalid(rows, e);
    }
  }

  /** Loads a large batch in bulk; returns false if it is small. */
  private boolean load(Collection<KeyValue<byte[], byte[]>> rows) {
    SourceOffsets sources = new SourceOffsets();
    AtomicReference<@Nullable KeyValue<byte[], byte[]>> current = new AtomicReference<>();
    try {
      return store.load(
          rows.size(),
          sink -> {
            for (KeyValue<byte[], byte[]> row : rows) {
              current.setPlain(row);
              load(row, sink, sources);
            }
          },
          () -> sources.drain(store::advance));
    } catch (IllegalArgumentException e) {
      KeyValue<byte[], byte[]> row = current.getPlain();
      throw row == null ? e : invalid(row, e);
    }
  }

  private static void load(KeyValue<byte[], byte[]> row, RowSink sink, SourceOffsets sources) {
    PositionRow.addUnlessPosition(sink, row.key, row.value);
    if (row.value == null) {
      return;
    }
    if (PositionRow.isKey(row.key)) {
      sources.add(PositionRow.decode(row.key, row.value));
    } else {
      sources.add(row.key, row.value);
    }
  }

  private void restore(Collection<KeyValue<byte[], byte[]>> rows) {
    RowBatch batch = new RowBatch();
    for (KeyValue<byte[], byte[]> row : rows) {
      PositionRow.addUnlessPosition(batch, row.key, row.value);
      if (batch.bytes() >= TRANSACTION_BYTES) {
        store.apply(batch);
        batch.clear();
      }
    }
    store.apply(batch);
    for (KeyValue<byte[], byte[]> row : rows) {
      if (row.value != null) {
        store.advance(source(row.key, row.value));
      }
    }
  }

  private static @Nullable SourcePosition source(byte[] key, byte[] value) {
    return PositionRow.isKey(key) ? PositionRow.decode(key, value) : Rows.source(key, value);
  }

  /** Restores the rows of a rejected batch one by one to find the invalid one for the message. */
  private ProcessorStateException findInvalid(
      Collection<KeyValue<byte[], byte[]>> rows, IllegalArgumentException cause) {
    for (KeyValue<byte[], byte[]> row : rows) {
      try {
        restore(List.of(row));
      } catch (IllegalArgumentException e) {
        return invalid(row, e);
      }
    }
    return failure("a batch of " + rows.size() + " rows: " + cause.getMessage(), cause);
  }

  private ProcessorStateException invalid(
      KeyValue<byte[], byte[]> row, IllegalArgumentException cause) {
    float[] vector = vectorOf(row);
    return vector == null
        ? failure("row " + describe(row.key) + ": " + cause.getMessage(), cause)
        : StoreSettingsException.ofRow(store.name(), application, store.options(), vector, cause);
  }

  /** The vector of a rejected row that decodes; null if it does not, or has no vector. */
  private static float @Nullable [] vectorOf(KeyValue<byte[], byte[]> row) {
    if (row.value == null || !RowKeys.isConcept(row.key)) {
      return null;
    }
    try {
      return ConceptRow.decode(RowKeys.conceptId(row.key), row.value).vector();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private ProcessorStateException failure(String what, Exception cause) {
    return new ProcessorStateException(
        "the changelog of store "
            + store.name()
            + ", partition "
            + task.partition()
            + " (task "
            + task
            + "), holds what cannot be restored: "
            + what,
        cause);
  }

  private static String describe(byte[] key) {
    if (RowKeys.isConcept(key)) {
      return "of concept " + RowKeys.conceptId(key);
    }
    int shown = Math.min(key.length, KEY_BYTES_SHOWN);
    return "with key " + HexFormat.of().formatHex(key, 0, shown) + (shown < key.length ? "…" : "");
  }
}
