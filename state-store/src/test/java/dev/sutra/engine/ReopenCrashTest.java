package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A store whose log was never forced is opened again, and the power is cut meanwhile: what the open
 * relies on, the log's name and its bytes, is on the disk before the manifest says so.
 */
class ReopenCrashTest {
  private static final int RUNS = 20;
  private static final int CRASHES = 10;
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);

  private final long seed = new Random().nextInt(1_000_000);

  @Test
  void powerCutWhileALogIsTakenOverLeavesAStore() throws IOException {
    for (long run = seed; run < seed + RUNS; run++) {
      check(run, "");
    }
  }

  /**
   * Opens the store again, with power cuts before each call and after the open.
   *
   * @param ignored the line whose barriers do nothing; empty for none
   * @return whether that line asked for one
   */
  static boolean check(long seed, String ignored) throws IOException {
    Cuts disk = new Cuts(new CrashStorage(), new Random(seed));
    disk.disk.ignoreBarriersOf(ignored);
    int concepts = 1 + disk.random.nextInt(3);
    try (StorageEngine engine = StorageEngine.open(disk.disk, OPTIONS)) {
      for (int i = 0; i < concepts; i++) {
        engine.put(Concept.builder("c" + i).text("word ".repeat(200)).build());
      }
    }
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      disk.before("opened", "");
      assertTrue(engine.stats().concepts() == concepts, "seed " + seed);
    }
    for (int i = 0; i < disk.left.size(); i++) {
      String where = "seed " + seed + " image " + i;
      try (StorageEngine engine = StorageEngine.open(disk.left.get(i), OPTIONS)) {
        assertTrue(engine.stats().concepts() <= concepts, where);
      } catch (RuntimeException e) {
        throw new AssertionError(where, e);
      }
    }
    return disk.disk.siteReached();
  }

  /** Keeps the image that a power cut before each call leaves. */
  private static final class Cuts extends ForwardingStorage {
    private final CrashStorage disk;
    private final Random random;
    private final List<CrashStorage> left = new ArrayList<>();

    Cuts(CrashStorage disk, Random random) {
      super(disk);
      this.disk = disk;
      this.random = random;
    }

    @Override
    protected void before(String operation, String name) {
      for (int i = 0; i < CRASHES; i++) {
        left.add(disk.crash(random));
      }
    }
  }
}
