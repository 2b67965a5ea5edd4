package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recovery at open: long logs, changed durability, a full disk. */
class EngineRecoveryTest {
  private static final EngineOptions SMALL =
      EngineOptions.standalone(2).withAnalyzer("standard").withMemtableBytesMax(64 * 1024);
  private static final EngineOptions LARGE = SMALL.withMemtableBytesMax(32 << 20);

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void longLogIsReplayedInMemtablesOfTheUsualSize() throws IOException {
    CrashStorage storage = longLog(400);
    try (StorageEngine engine = StorageEngine.open(storage, SMALL)) {
      EngineStats stats = engine.stats();
      assertTrue(stats.segments() > 0, "nothing was flushed");
      assertTrue(stats.memoryBytes() < 3 * 64 * 1024, stats::toString);
      assertWhole(engine, 400);
      engine.put(concept(400));
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems());
    try (StorageEngine engine = StorageEngine.open(storage, LARGE)) {
      assertEquals(401, engine.stats().concepts());
      engine.compact();
      assertEquals(401, engine.stats().concepts());
    }
  }

  @Test
  void failureOfAnyCallOfALongRecoveryLosesNothing() throws IOException {
    CrashStorage before = longLog(50);
    boolean failed = true;
    for (int n = 1; failed; n++) {
      CrashStorage storage = before.copy();
      storage.failAt(n, CrashStorage.Fault.ERROR);
      try {
        StorageEngine.open(storage, SMALL).close();
      } catch (IOException | RuntimeException e) {
        assertTrue(storage.hasFailed(), () -> "not planned: " + e);
      }
      failed = storage.hasFailed();
      if (n % 7 == 0) {
        for (CrashStorage left : List.of(storage.copy(), storage.crash(random))) {
          try (StorageEngine engine = StorageEngine.open(left, SMALL)) {
            assertWhole(engine, 50);
          }
        }
      }
      assertTrue(n < 5_000, "the recovery does not end");
    }
  }

  /** The files that a kill leaves of a store whose memtable was never full. */
  private static CrashStorage longLog(int concepts) throws IOException {
    CrashStorage storage = new CrashStorage();
    EngineOptions options = LARGE.withDurability(Durability.PROCESS);
    try (StorageEngine engine = StorageEngine.open(storage, options)) {
      for (int i = 0; i < concepts; i++) {
        engine.put(concept(i / 2));
        engine.put(concept(i));
      }
      return storage.copy();
    }
  }

  private static void assertWhole(StorageEngine engine, int concepts) {
    try (Snapshot snapshot = engine.snapshot()) {
      assertEquals(concepts, snapshot.stats().concepts());
      for (int i = 0; i < concepts; i++) {
        assertNotNull(snapshot.concept("c" + i));
      }
      assertEquals(1, snapshot.search(new TextSearch("w7", 9, null)).size());
    }
  }

  private static Concept concept(int number) {
    return Concept.builder("c" + number).text("w" + number + " word".repeat(200)).build();
  }

  @Test
  void logThatWasNotForcedIsNoDamageToAnOpenWithSync() throws IOException {
    CrashStorage storage = new CrashStorage();
    EngineOptions process = SMALL.withDurability(Durability.PROCESS);
    try (StorageEngine engine = StorageEngine.open(storage, process)) {
      for (int number = 1; number <= 300; number++) {
        engine.apply(PairWorkload.transaction(number));
        if (number % 20 == 0) {
          CrashStorage left = storage.crash(random);
          try (StorageEngine again = StorageEngine.open(left, SMALL);
              Snapshot snapshot = again.snapshot()) {
            int reached = PairWorkload.checkWhole(snapshot, "seed " + seed);
            assertTrue(reached <= number, "seed " + seed);
          }
        }
      }
    }
  }

  @Test
  void orphansAreDeletedBeforeAFullDiskIsWrittenTo() throws IOException {
    CrashStorage disk = new CrashStorage();
    try (StorageEngine engine = StorageEngine.open(disk, SMALL)) {
      engine.put(concept(1));
    }
    String orphan = "000000000099.segment";
    disk.set(orphan, new byte[100_000]);
    try (StorageEngine engine = StorageEngine.open(new FullDisk(disk, orphan), SMALL)) {
      assertEquals(1, engine.stats().concepts());
    }
    assertFalse(disk.exists(orphan));
  }

  /** Storage on which nothing can be created while a file takes up the room. */
  private static final class FullDisk extends ForwardingStorage {
    private final CrashStorage disk;
    private final String hog;

    FullDisk(CrashStorage disk, String hog) {
      super(disk);
      this.disk = disk;
      this.hog = hog;
    }

    @Override
    protected void before(String operation, String name) throws IOException {
      if (operation.equals("create") && disk.exists(hog)) {
        throw new IOException("no space left on device");
      }
    }
  }
}
