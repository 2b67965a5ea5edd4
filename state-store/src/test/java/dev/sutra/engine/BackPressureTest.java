package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.GatedStorage;
import dev.sutra.io.RateLimit;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writers that are faster than background work. */
class BackPressureTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withMemtableBytesMax(64 * 1024);
  private static final TreeLimits LIMITS = new TreeLimits(4, 6, 3, 1, 10);

  private final CrashStorage disk = new CrashStorage();
  private final GatedStorage storage = new GatedStorage(disk);
  private int written;

  @AfterEach
  void theStoreIsSound() throws IOException {
    assertEquals(List.of(), StoreCheck.run(disk).problems());
  }

  @Test
  void writersWaitWhileTwoMemtablesWait() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, LIMITS)) {
      GatedStorage.Gate gate = storage.stopAt("force", ".segment");
      Thread writer = writeUntilItWaits(engine);
      assertEquals(1, engine.stats().maintenance().stalls());
      gate.open();
      writer.join();
      assertTrue(engine.stats().maintenance().stallNanos() > 0);
      check(engine);
    }
  }

  @Test
  void closeEndsTheWait() throws Exception {
    StorageEngine engine = StorageEngine.open(storage, OPTIONS, LIMITS);
    GatedStorage.Gate gate = storage.stopAt("force", ".segment");
    Thread writer = writeUntilItWaits(engine);
    Thread close = Thread.ofPlatform().start(engine::close);
    writer.join();
    gate.open();
    close.join();
  }

  @Test
  void writersWaitWhileThereAreTooManySegmentsToMerge() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, LIMITS)) {
      flushed(engine, 3);
      GatedStorage.Gate first = storage.stopAt("force", nextButTwo());
      flushed(engine, 1);
      first.awaitReached();
      flushed(engine, LIMITS.segmentsMax() - 4);
      assertEquals(1, engine.stats().maintenance().compactionsRunning());
      Thread writer =
          Thread.ofPlatform().start(() -> engine.apply(PairWorkload.transaction(written + 1)));
      Awaitility.await().until(() -> writer.getState() == Thread.State.WAITING);
      first.open();
      writer.join();
      written++;
      assertEquals(1, engine.stats().maintenance().stalls());
      check(engine);
    }
  }

  @Test
  void manySegmentsWithNothingToMergeSlowWritersDownAndStopNone() throws IOException {
    TreeLimits narrow = new TreeLimits(1, 2, 3, 1, 10);
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, narrow)) {
      flushed(engine, 3);
      RowBatch large = new RowBatch();
      for (int i = 0; i < 8; i++) {
        Concept concept = Concept.builder("large" + i).text("word ".repeat(12_000)).build();
        large.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
      }
      // Else a segment that is to be merged could be there before the last write.
      GatedStorage.Gate gate = storage.stopAt("force", ".segment");
      engine.apply(large);
      engine.delete("large0");
      assertTrue(engine.stats().maintenance().delayNanos() > 0);
      assertEquals(0, engine.stats().maintenance().stalls());
      gate.open();
    }
  }

  @Test
  void limitedCompactionsComeToTheirEnd() throws IOException {
    EngineOptions limited = OPTIONS.withCompactionRate(RateLimit.bytesPerSecond(1 << 20));
    try (StorageEngine engine = StorageEngine.open(storage, limited, LIMITS)) {
      for (int i = 0; i < 500; i++) {
        apply(engine);
      }
      engine.compact();
      assertEquals(1, engine.stats().segments());
      check(engine);
    }
  }

  @Test
  void amplificationIsCounted() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      flushed(engine, 2);
      engine.compact();
      MaintenanceStats stats = engine.stats().maintenance();
      int bytes = PairWorkload.transaction(1).bytes() + PairWorkload.transaction(2).bytes();
      assertEquals(bytes, stats.userBytes());
      assertEquals(2, stats.flushes());
      assertEquals(1, stats.compactions());
      assertEquals(0, stats.compactionsRunning());
      assertEquals(segmentBytes(), stats.compactionBytes());
      assertEquals(segmentBytes(), stats.segmentBytes());
      assertEquals(
          (double) (stats.flushBytes() + stats.compactionBytes()) / bytes,
          stats.writeAmplification());
      assertEquals(1, stats.spaceAmplification());
      engine.delete(PairWorkload.left(1));
      assertTrue(engine.stats().maintenance().spaceAmplification() > 1);
    }
  }

  private long segmentBytes() throws IOException {
    long bytes = 0;
    for (String name : disk.list()) {
      bytes += name.endsWith(".segment") ? disk.size(name) : 0;
    }
    return bytes;
  }

  private Thread writeUntilItWaits(StorageEngine engine) {
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (engine.stats().maintenance().stalls() == 0) {
                      apply(engine);
                    }
                  } catch (IllegalStateException e) {
                    assertThrows(IllegalStateException.class, engine::snapshot, "it is closed");
                  }
                });
    Awaitility.await()
        .until(
            () ->
                engine.stats().maintenance().stalls() == 1
                    && writer.getState() == Thread.State.WAITING);
    return writer;
  }

  /** The name of a compaction's segment if it follows on the next log and flush. */
  private String nextButTwo() throws IOException {
    long last = 0;
    for (String name : disk.list()) {
      int dot = name.indexOf('.');
      if (dot > 0) {
        last = Math.max(last, Long.parseLong(name.substring(0, dot)));
      }
    }
    return (last + 3) + ".segment";
  }

  private void flushed(StorageEngine engine, int segments) {
    for (int i = 0; i < segments; i++) {
      apply(engine);
      engine.flush();
    }
  }

  private void apply(StorageEngine engine) {
    engine.apply(PairWorkload.transaction(written + 1));
    written++;
  }

  private void check(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, written, written + " transactions");
    }
  }
}
