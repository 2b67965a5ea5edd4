package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.GatedStorage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Statistics of a store, and when they can be read. */
class EngineStatsTest {
  private static final Duration HANGS = Duration.ofSeconds(30);
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);
  private static final EngineOptions UNDER_OUTER_LOG =
      EngineOptions.underOuterLog(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);

  private final CrashStorage disk = new CrashStorage();
  private final GatedStorage storage = new GatedStorage(disk);

  @Test
  void statisticsAndReadsGoOnWhileAWriterHoldsTheLock() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, UNDER_OUTER_LOG)) {
      engine.apply(PairWorkload.transaction(1));
      engine.commit(new byte[] {7});
      GatedStorage.Gate write = storage.stopAt("write", ".log");
      Thread writer = Thread.ofPlatform().start(() -> engine.apply(PairWorkload.transaction(2)));
      write.awaitReached();
      try {
        assertTimeoutPreemptively(HANGS, () -> onlyTheFirstIsThere(engine));
      } finally {
        write.open();
        writer.join();
      }
      assertEquals(2, engine.stats().sequence());
    }
  }

  private static void onlyTheFirstIsThere(StorageEngine engine) {
    assertEquals(2, engine.stats().pendingTexts());
    // The first call has indexed the texts that it counted.
    EngineStats stats = engine.stats();
    assertEquals(0, stats.pendingTexts());
    assertEquals(1, stats.sequence());
    assertEquals(2, stats.concepts());
    assertEquals(2, stats.texts());
    assertArrayEquals(new byte[] {7}, engine.commitData());
    try (Snapshot now = engine.snapshot();
        Snapshot committed = engine.committedSnapshot()) {
      assertEquals(stats, now.stats());
      assertEquals(1, committed.stats().sequence());
      assertNull(now.concept(PairWorkload.left(2)));
    }
  }

  @Test
  void snapshotStatisticsDoNotChangeWithLaterWrites() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      engine.apply(PairWorkload.transaction(1));
      engine.flush();
      engine.apply(PairWorkload.transaction(2));
      try (Snapshot snapshot = engine.snapshot()) {
        EngineStats before = snapshot.stats();
        assertEquals(1, before.segments());
        assertEquals(
            before.diskBytes(),
            before.maintenance().segmentBytes() + before.maintenance().logBytes());
        engine.apply(PairWorkload.transaction(3));
        engine.flush();
        engine.apply(PairWorkload.transaction(4));
        EngineStats after = snapshot.stats();
        assertEquals(before.concepts(), after.concepts());
        assertEquals(before.sequence(), after.sequence());
        assertEquals(before.segments(), after.segments());
        assertEquals(before.memoryBytes(), after.memoryBytes());
        assertEquals(before.diskBytes(), after.diskBytes());
        assertEquals(before.maintenance().segmentBytes(), after.maintenance().segmentBytes());
        assertEquals(before.maintenance().logBytes(), after.maintenance().logBytes());
      }
    }
  }

  @Test
  void logToReplayAfterAKillIsCounted() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      assertEquals(0, engine.stats().maintenance().logBytes());
      engine.apply(PairWorkload.transaction(1));
      engine.apply(PairWorkload.transaction(2));
      assertEquals(bytesOnDisk(".log"), engine.stats().maintenance().logBytes());
      engine.flush();
      assertEquals(0, engine.stats().maintenance().logBytes());
      engine.apply(PairWorkload.transaction(3));
    }
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      assertEquals(bytesOnDisk(".log"), engine.stats().maintenance().logBytes());
      engine.apply(PairWorkload.transaction(4));
      assertEquals(bytesOnDisk(".log"), engine.stats().maintenance().logBytes());
      assertEquals(bytesOnDisk(".log") + bytesOnDisk(".segment"), engine.stats().diskBytes());
    }
  }

  private long bytesOnDisk(String end) throws IOException {
    long bytes = 0;
    for (String name : disk.list()) {
      bytes += name.endsWith(end) ? disk.size(name) : 0;
    }
    return bytes;
  }
}
