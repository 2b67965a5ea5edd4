package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.CrashStorage;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Uncommitted transactions that an open has discarded never come back, not even when a power cut
 * undoes the deletion of its log while others take its numbers.
 */
class DroppedTransactionsTest {
  private static final int RUNS = 20;
  private static final int CRASHES = 40;
  private static final EngineOptions OPTIONS =
      EngineOptions.underOuterLog(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);

  private final long seed = new Random().nextInt(1_000_000);

  @Test
  void droppedTransactionsStayAway() throws IOException {
    for (long run = seed; run < seed + RUNS; run++) {
      check(run, "");
    }
  }

  /**
   * Drops transactions, commits others of the same numbers, and cuts the power.
   *
   * @param ignored the line whose barriers do nothing; empty for none
   * @return whether that line asked for one
   */
  static boolean check(long seed, String ignored) throws IOException {
    CrashStorage first = new CrashStorage();
    try (StorageEngine engine = StorageEngine.open(first, OPTIONS)) {
      engine.put(Concept.builder("kept").build());
      engine.commit(new byte[] {1});
      engine.flush();
      engine.put(Concept.builder("dropped").build());
    }
    // A process that was killed: by and by the disk has everything.
    CrashStorage disk = first.copy();
    disk.ignoreBarriersOf(ignored);
    Random random = new Random(seed);
    StorageEngine engine = StorageEngine.open(disk, OPTIONS);
    engine.put(Concept.builder("other").build());
    engine.commit(new byte[] {2});
    for (int i = 0; i < CRASHES; i++) {
      checkLeft(disk.crash(random), "seed " + seed + " crash " + i);
    }
    engine.close();
    return disk.siteReached();
  }

  private static void checkLeft(CrashStorage left, String where) throws IOException {
    try (StorageEngine engine = StorageEngine.open(left, OPTIONS);
        Snapshot snapshot = engine.snapshot()) {
      byte[] data = engine.commitData();
      boolean second = data != null && data[0] == 2;
      assertEquals(true, snapshot.concept("kept") != null, where);
      assertEquals(second, snapshot.concept("other") != null, where);
      assertEquals(null, snapshot.concept("dropped"), where);
    }
  }
}
