package dev.sutra.bench.rows;

import dev.sutra.bench.report.Sink;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sutra's engine with its ordinary settings. Each read takes a new snapshot. */
final class SutraRows implements RowStore {
  private static final int DIMENSION = 384;
  private static final long POLL_MILLIS = 200;
  private static final int QUIET_POLLS = 3;

  private final StorageEngine engine;
  private final ThreadLocal<RowBatch> batches = ThreadLocal.withInitial(RowBatch::new);

  private SutraRows(StorageEngine engine) {
    this.engine = engine;
  }

  public static SutraRows open(Path directory, Log log) throws IOException {
    Durability durability =
        switch (log) {
          case NONE -> Durability.NONE;
          case WRITTEN -> Durability.PROCESS;
          case SYNCED -> Durability.SYNC;
        };
    EngineOptions options = EngineOptions.standalone(DIMENSION).withDurability(durability);
    return new SutraRows(StorageEngine.open(directory, options));
  }

  public StorageEngine engine() {
    return engine;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    RowBatch batch = batches.get();
    batch.clear();
    batch.put(key, value);
    engine.apply(batch);
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values, int from, int to) {
    RowBatch batch = batches.get();
    batch.clear();
    for (int i = from; i < to; i++) {
      batch.put(keys[i], values[i]);
    }
    engine.apply(batch);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.row(key);
    }
  }

  @Override
  public int scan(byte[] prefix) {
    int rows = 0;
    long bytes = 0;
    try (Snapshot snapshot = engine.snapshot();
        RowCursor cursor = snapshot.rows(prefix, RowKeys.after(prefix))) {
      while (cursor.next()) {
        bytes += cursor.key().length + cursor.value().length;
        rows++;
      }
    }
    Sink.take(bytes);
    return rows;
  }

  @Override
  public void flush() {
    engine.flush();
  }

  /** The engine does not tell whether it is merging, so wait until its segments stay the same. */
  @Override
  public void settle() throws InterruptedException {
    engine.flush();
    long segments = -1;
    long bytes = -1;
    int quiet = 0;
    while (quiet < QUIET_POLLS) {
      Thread.sleep(POLL_MILLIS);
      long segmentsNow = engine.stats().segments();
      long bytesNow = engine.stats().diskBytes();
      quiet = segmentsNow == segments && bytesNow == bytes ? quiet + 1 : 0;
      segments = segmentsNow;
      bytes = bytesNow;
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
