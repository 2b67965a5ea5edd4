package dev.sutra.kafka;

import dev.sutra.kafka.metrics.Operation;
import java.util.Collection;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;

/** Counts the rows of a restore, and times its batches. */
record MeteredRestore(TaskEngine engine, BatchingStateRestoreCallback restorer)
    implements BatchingStateRestoreCallback {
  @Override
  public void restoreAll(Collection<KeyValue<byte[], byte[]>> rows) {
    long started = engine.started(Operation.RESTORE);
    restorer.restoreAll(rows);
    engine.restored(rows.size(), started);
  }
}
