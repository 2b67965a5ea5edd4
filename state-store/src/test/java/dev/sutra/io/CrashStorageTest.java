package dev.sutra.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrashStorageTest {
  private static final int CRASHES = 300;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final CrashStorage storage = new CrashStorage();

  @Test
  void whatWasForcedAndNamedSurvivesEveryCrash() throws IOException {
    OutputFile file = storage.create("a");
    write(file, "durable");
    file.force();
    storage.syncDirectory();
    write(file, "more");
    for (int i = 0; i < CRASHES; i++) {
      byte[] found = storage.crash(random).read("a", 100);
      assertEquals("durable", new String(found, 0, 7, US_ASCII), "seed " + seed);
    }
  }

  @Test
  void unforcedBytesAreLostTornOrKept() throws IOException {
    OutputFile file = storage.create("a");
    storage.syncDirectory();
    byte[] written = new byte[2000];
    Arrays.fill(written, (byte) 'x');
    file.write(ByteBuffer.wrap(written));
    boolean whole = false;
    boolean absent = false;
    boolean holed = false;
    for (int i = 0; i < CRASHES; i++) {
      byte[] found = storage.crash(random).read("a", 2000);
      whole |= Arrays.equals(found, written);
      absent |= found.length == 0;
      holed |= found.length == 2000 && found[0] != 'x' && found[1999] == 'x';
    }
    assertTrue(whole && absent && holed, "seed " + seed);
  }

  @Test
  void unsyncedNamesComeAndGoInAnyCombination() throws IOException {
    storage.set("old", bytes("old"));
    storage.set("deleted", bytes("deleted"));
    try (OutputFile file = storage.create("new")) {
      write(file, "new");
      file.force();
    }
    storage.rename("new", "old");
    storage.delete("deleted");
    Set<String> outcomes = new HashSet<>();
    for (int i = 0; i < CRASHES; i++) {
      CrashStorage found = storage.crash(random);
      outcomes.add(found.list() + " " + new String(found.read("old", 10), US_ASCII));
    }
    Set<String> expected =
        Set.of(
            "[deleted, old] old",
            "[deleted, new, old] old",
            "[deleted, old] new",
            "[old] old",
            "[new, old] old",
            "[old] new");
    assertEquals(expected, outcomes, "seed " + seed);
  }

  @Test
  void plannedFailureHappensOnceAndShortWriteLeavesHalf() throws IOException {
    OutputFile file = storage.create("a");
    storage.failAt(2, CrashStorage.Fault.SHORT_WRITE);
    write(file, "1234");
    assertFalse(storage.hasFailed());
    assertThrows(IOException.class, () -> write(file, "5678"));
    assertTrue(storage.hasFailed());
    write(file, "9");
    assertEquals("1234569", new String(storage.read("a", 10), US_ASCII));
  }

  @Test
  void forceAfterFailedForceLies() throws IOException {
    OutputFile file = storage.create("a");
    storage.syncDirectory();
    write(file, "x");
    storage.failAt(1, CrashStorage.Fault.ERROR);
    assertThrows(IOException.class, file::force);
    file.force();
    boolean lost = false;
    for (int i = 0; i < CRASHES; i++) {
      lost |= storage.crash(random).size("a") == 0;
    }
    assertTrue(lost, "seed " + seed);
  }

  @Test
  void closedMappingThrowsAndIsNotChangedByWrites() throws IOException {
    OutputFile file = storage.create("a");
    write(file, "1");
    MappedFile mapped = storage.map("a");
    write(file, "2");
    assertArrayEquals(bytes("1"), mapped.memory().toArray(Layouts.BYTE));
    mapped.close();
    mapped.close();
    assertThrows(IllegalStateException.class, () -> mapped.memory().get(Layouts.BYTE, 0));
  }

  private static void write(OutputFile file, String text) throws IOException {
    file.write(ByteBuffer.wrap(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
