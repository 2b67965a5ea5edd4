package dev.sutra.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestCrashTest {
  private static final int CRASHES = 300;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Manifest before = ManifestFixture.manifest(random, 20);
  private final Manifest after = ManifestFixture.manifest(random, 20);

  @Test
  void manifestIsTheOldOrTheNewOneWhereverTheWriteStops() throws IOException {
    for (CrashStorage.Fault fault : CrashStorage.Fault.values()) {
      boolean failed = true;
      for (int call = 1; failed; call++) {
        CrashStorage storage = new CrashStorage();
        ManifestFile.write(storage, before);
        storage.failAt(call, fault);
        failed = writeFails(storage);
        for (int i = 0; i < CRASHES; i++) {
          Manifest found = ManifestFile.read(storage.crash(random));
          assertTrue(
              after.equals(found) || (failed && before.equals(found)),
              "call " + call + ", seed " + seed);
        }
        // The store that goes on must be able to write, whatever the failed attempt left.
        if (failed) {
          ManifestFile.write(storage, after);
          assertEquals(after, ManifestFile.read(storage.crash(random)), "seed " + seed);
        }
      }
    }
  }

  private boolean writeFails(CrashStorage storage) {
    try {
      ManifestFile.write(storage, after);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void writtenManifestSurvivesEveryCrash() throws IOException {
    assertEquals(0, lossesWithoutBarrier(0));
  }

  @Test
  void eachBarrierIsNeeded() throws IOException {
    // The force of the file and the sync of the directory.
    for (int ignored = 1; ignored <= 2; ignored++) {
      assertTrue(lossesWithoutBarrier(ignored) > 0, "barrier " + ignored + ", seed " + seed);
    }
  }

  private int lossesWithoutBarrier(int ignored) throws IOException {
    CrashStorage storage = new CrashStorage();
    ManifestFile.write(storage, before);
    if (ignored > 0) {
      storage.ignoreBarrierAt(ignored);
    }
    long barriers = storage.barriers();
    ManifestFile.write(storage, after);
    assertEquals(barriers + 2, storage.barriers());
    int lost = 0;
    for (int i = 0; i < CRASHES; i++) {
      lost += after.equals(readOrNull(storage.crash(random))) ? 0 : 1;
    }
    return lost;
  }

  private static @Nullable Manifest readOrNull(CrashStorage storage) throws IOException {
    try {
      return ManifestFile.read(storage);
    } catch (CorruptFileException e) {
      return null;
    }
  }
}
