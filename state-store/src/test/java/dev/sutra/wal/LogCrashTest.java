package dev.sutra.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogCrashTest {
  private static final int RUNS = Integer.getInteger("sutra.log.runs", 150);
  private static final int STEPS = 30;

  private final long firstSeed = new Random().nextLong();

  @Test
  void afterPowerCutTheLogIsPrefixWithEverythingSynced() throws IOException {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      assertTrue(run(seed, 0) > 0, "seed " + seed);
    }
  }

  @Test
  void eachBarrierIsNeeded() throws IOException {
    // Force of the first sync, directory sync of the first sync, force of the second.
    for (int ignored = 1; ignored <= 3; ignored++) {
      boolean lost = false;
      for (long seed = firstSeed; seed < firstSeed + RUNS && !lost; seed++) {
        lost = run(seed, ignored) < 0;
      }
      assertTrue(lost, "barrier " + ignored + " is not needed; first seed " + firstSeed);
    }
  }

  /** Crashes after every step; negative if synced frames were lost. Never returns 0. */
  private static int run(long seed, int ignoredBarrier) throws IOException {
    Random random = new Random(seed);
    CrashStorage storage = new CrashStorage();
    if (ignoredBarrier > 0) {
      storage.ignoreBarrierAt(ignoredBarrier);
    }
    LogFixture log = new LogFixture(storage, random);
    int synced = 0;
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          log.writer().sync();
          synced = log.frames().size();
        }
        case 1, 2 -> log.writer().flush();
        default -> log.append(random.nextInt(20) == 0 ? 300_000 : 700);
      }
      try {
        if (framesAfterCrash(storage, log, random, seed) < synced) {
          return -1;
        }
      } catch (CorruptFileException e) {
        // A later frame states that the missing bytes had been forced: the loss is detected.
        assertTrue(ignoredBarrier > 0, () -> "seed " + seed + ": " + e.getMessage());
        return -1;
      }
    }
    return 1;
  }

  private static int framesAfterCrash(
      CrashStorage storage, LogFixture log, Random random, long seed) throws IOException {
    CrashStorage left = storage.crash(random);
    if (!left.exists(LogFixture.NAME)) {
      return 0;
    }
    List<String> found = new ArrayList<>();
    LogFixture.read(left, LogTail.UNFORCED, found);
    assertEquals(log.frames().subList(0, found.size()), found, "seed " + seed);
    return found.size();
  }

  @Test
  void killedProcessLosesOnlyTheBuffer() throws IOException {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      Random random = new Random(seed);
      CrashStorage storage = new CrashStorage();
      LogFixture log = new LogFixture(storage, random);
      int flushed = 0;
      for (int step = 0; step < STEPS; step++) {
        log.append(random.nextInt(20) == 0 ? 300_000 : 700);
        if (random.nextInt(4) == 0) {
          log.writer().flush();
          flushed = log.frames().size();
        }
      }
      List<String> found = new ArrayList<>();
      CrashStorage left = storage.copy();
      LogFixture.read(left, LogTail.UNFORCED, found);
      assertTrue(found.size() >= flushed, "seed " + seed);
      assertEquals(log.frames().subList(0, found.size()), found, "seed " + seed);
    }
  }

  @Test
  void afterFailureOfAnyCallWhatWasSyncedIsThere() throws IOException {
    for (CrashStorage.Fault fault : CrashStorage.Fault.values()) {
      boolean failed = true;
      for (int n = 1; failed; n++) {
        CrashStorage storage = new CrashStorage();
        Random random = new Random(firstSeed);
        storage.failAt(n, fault);
        int synced = appendUntilFailure(storage, random);
        failed = storage.hasFailed();
        for (int i = 0; i < 20 && synced > 0; i++) {
          List<String> found = new ArrayList<>();
          LogFixture.read(storage.crash(random), LogTail.UNFORCED, found);
          assertTrue(found.size() >= synced, "call " + n + ", seed " + firstSeed);
        }
      }
    }
  }

  private static int appendUntilFailure(CrashStorage storage, Random random) {
    int synced = 0;
    try {
      LogFixture log = new LogFixture(storage, random);
      for (int i = 0; i < STEPS; i++) {
        log.append(2000);
        if (i % 3 == 0) {
          int frames = log.frames().size();
          try {
            log.writer().sync();
            synced = frames;
          } catch (IOException e) {
            // A second sync must not report success for data that the first one lost.
            assertThrows(IOException.class, log.writer()::sync);
            throw e;
          }
        }
      }
    } catch (IOException e) {
      assertTrue(storage.hasFailed(), () -> "not planned: " + e);
    }
    return synced;
  }
}
