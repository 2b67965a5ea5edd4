package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.GatedStorage;
import dev.sutra.lsm.core.LogLimits;
import dev.sutra.lsm.core.TreeLimits;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The log that a start after a kill must replay: never much more than the writes of the last
 * seconds.
 */
class EarlyFlushTest {
  private static final int LOG_BYTES = 4 * 1024;
  private static final TreeLimits AT_ONCE = TreeLimits.DEFAULT.withLog(new LogLimits(LOG_BYTES, 0));
  private static final TreeLimits NEVER =
      TreeLimits.DEFAULT.withLog(new LogLimits(Long.MAX_VALUE, 0));
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);

  private final CrashStorage disk = new CrashStorage();
  private final GatedStorage storage = new GatedStorage(disk);

  @AfterEach
  void theStoreIsSound() throws IOException {
    assertEquals(List.of(), StoreCheck.run(disk).problems());
  }

  @Test
  void logToReplayAfterAKillIsBounded() throws IOException {
    CrashStorage killed;
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, AT_ONCE)) {
      write(engine, 1, 300);
      Awaitility.await().until(() -> logBytes(engine) < LOG_BYTES);
      killed = disk.copy();
    }
    try (StorageEngine engine = StorageEngine.open(killed, OPTIONS, NEVER)) {
      assertTrue(logBytes(engine) < LOG_BYTES);
      check(engine, 300);
    }
  }

  @Test
  void longReplayedLogIsNotReplayedAgain() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, NEVER)) {
      write(engine, 1, 300);
    }
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, AT_ONCE)) {
      Awaitility.await().until(() -> logBytes(engine) == 0);
      check(engine, 300);
    }
  }

  @Test
  void aShortLogIsLeftAlone() throws IOException {
    CrashStorage other = new CrashStorage();
    try (StorageEngine quiet = StorageEngine.open(storage, OPTIONS, AT_ONCE);
        StorageEngine busy = StorageEngine.open(other, OPTIONS, AT_ONCE)) {
      write(quiet, 1, 1);
      write(busy, 1, 300);
      Awaitility.await().until(() -> logBytes(busy) < LOG_BYTES);
      assertEquals(0, quiet.stats().maintenance().flushes());
    }
  }

  @Test
  void noMoreThanOneMemtableWaitsForItsFlushBeforeItIsFull() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, AT_ONCE)) {
      GatedStorage.Gate gate = storage.stopAt("force", ".segment");
      write(engine, 1, 50);
      gate.awaitReached();
      write(engine, 51, 300);
      MaintenanceStats stats = engine.stats().maintenance();
      assertEquals(0, stats.stalls());
      assertEquals(0, stats.delayNanos());
      gate.open();
      Awaitility.await().until(() -> logBytes(engine) < LOG_BYTES);
      check(engine, 300);
    }
  }

  @Test
  void uncommittedFlushedTransactionsAreDiscarded() throws IOException {
    EngineOptions outer =
        EngineOptions.underOuterLog(PairWorkload.DIMENSION).withAnalyzer("standard");
    CrashStorage killed;
    try (StorageEngine engine = StorageEngine.open(storage, outer, AT_ONCE)) {
      write(engine, 1, 10);
      engine.commit(new byte[] {10});
      write(engine, 11, 300);
      Awaitility.await().until(() -> logBytes(engine) < LOG_BYTES);
      killed = disk.copy();
    }
    try (StorageEngine engine = StorageEngine.open(killed, outer, NEVER)) {
      check(engine, 10);
      assertTrue(logBytes(engine) < 2 * LOG_BYTES);
    }
  }

  private static long logBytes(StorageEngine engine) {
    return engine.stats().maintenance().logBytes();
  }

  private static void write(StorageEngine engine, int from, int to) {
    for (int number = from; number <= to; number++) {
      engine.apply(PairWorkload.transaction(number));
    }
  }

  private static void check(StorageEngine engine, int written) {
    try (Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, written, written + " transactions");
    }
  }
}
