package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.LogRepair;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A power cut at any call of a log's repair loses no byte of the log, and can be repaired. */
class LogRepairCrashTest {
  private static final int RUNS = 20;

  private final long seed = new Random().nextInt(1_000_000);

  @Test
  void powerCutDuringARepairLosesNothing() throws IOException {
    for (long run = seed; run < seed + RUNS; run++) {
      check(run, "");
    }
  }

  /**
   * Repairs, with a power cut before each call and at the end.
   *
   * @param ignored the line whose barriers do nothing; empty for none
   * @return whether that line asked for one
   */
  static boolean check(long seed, String ignored) throws IOException {
    boolean reached = false;
    for (int at : new int[] {13, 600}) {
      CrashStorage damaged = EngineFaultSweepTest.damagedLog();
      String log = log(damaged);
      byte[] bytes = damaged.read(log, 1 << 20);
      bytes[at] ^= 1;
      damaged.set(log, bytes);
      damaged.ignoreBarriersOf(ignored);
      Cuts cuts = new Cuts(damaged, new Random(seed));
      List<CrashStorage> left = cuts.left;
      LogRepair.run(cuts);
      for (int i = 0; i < 4; i++) {
        left.add(damaged.crash(new Random(seed + i)));
      }
      for (int i = 0; i < left.size(); i++) {
        String where = "seed " + seed + " damage at " + at + " cut " + i;
        checkLeft(left.get(i), log, bytes, i >= left.size() - 4, where);
      }
      reached |= damaged.siteReached();
    }
    return reached;
  }

  private static void checkLeft(
      CrashStorage left, String log, byte[] bytes, boolean done, String where) throws IOException {
    String aside = log + ".damaged";
    boolean repaired = !left.exists(log) || !Arrays.equals(bytes, left.read(log, 1 << 20));
    if (repaired) {
      assertTrue(left.exists(aside), where);
      assertArrayEquals(bytes, left.read(aside, 1 << 20), where);
    }
    assertTrue(repaired || !done, () -> where + ": the repair did not last");
    if (done) {
      StorageEngine.open(left, EngineFaultSweepTest.ONE_LOG).close();
      assertEquals(List.of(), StoreCheck.run(left).problems(), where);
    }
  }

  private static String log(CrashStorage storage) throws IOException {
    return storage.list().stream().filter(n -> LogFiles.number(n) >= 0).findFirst().orElseThrow();
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
      left.add(disk.crash(random));
    }
  }
}
