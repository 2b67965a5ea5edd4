package dev.sutra.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.Crc32c;
import dev.sutra.io.FileNumbers;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void manifestsComeBackAsWritten(@TempDir Path directory) throws IOException {
    try (Storage storage = FileSystemStorage.open(directory)) {
      assertNull(ManifestFile.read(storage));
      for (int round = 0; round < 50; round++) {
        Manifest manifest = ManifestFixture.manifest(random, random.nextInt(30));
        ManifestFile.write(storage, manifest);
        assertEquals(manifest, ManifestFile.read(storage), "seed " + seed);
        assertEquals(List.of(ManifestFile.NAME), storage.list());
      }
    }
  }

  @Test
  void bytesDoNotDependOnTheOrderOfMaps() {
    VersionState version = VersionState.empty();
    Manifest one = new Manifest(1, Map.of("a", "1", "b", "2", "c", "3"), version, null);
    Map<String, String> reversed = new LinkedHashMap<>();
    List.of("c", "b", "a").forEach(name -> reversed.put(name, one.properties().get(name)));
    Manifest two = new Manifest(1, reversed, version, null);
    assertEquals(ManifestFile.encode(one), ManifestFile.encode(two));
  }

  @Test
  void leftOverTemporaryFileIsReplaced() throws IOException {
    CrashStorage storage = new CrashStorage();
    storage.set(ManifestFile.TEMPORARY_NAME, new byte[] {1});
    Manifest manifest = ManifestFixture.manifest(random, 2);
    ManifestFile.write(storage, manifest);
    assertEquals(manifest, ManifestFile.read(storage), "seed " + seed);
    assertEquals(List.of(ManifestFile.NAME), storage.list());
  }

  @Test
  void everyFlippedBitAndEveryOtherLengthIsFound() throws IOException {
    byte[] whole = bytes(ManifestFixture.manifest(random, 3));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      corrupt(flipped);
    }
    for (int length = 0; length < whole.length; length++) {
      corrupt(Arrays.copyOf(whole, length));
    }
    corrupt(Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void decoderIsTotalBelowTheChecksum() throws IOException {
    int accepted = 0;
    int rejected = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = bytes(ManifestFixture.manifest(random, random.nextInt(3)));
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, 20 + random.nextInt(bytes.length));
      }
      for (int i = random.nextInt(3); i >= 0 && bytes.length > 20; i--) {
        bytes[20 + random.nextInt(bytes.length - 20)] = (byte) random.nextInt();
      }
      seal(bytes);
      try {
        // What is accepted is what the bytes say: writing it again gives the same ones.
        Manifest manifest = ManifestFile.decode(bytes);
        assertEquals(ByteBuffer.wrap(bytes), ManifestFile.encode(manifest), "seed " + seed);
        accepted++;
      } catch (CorruptFileException e) {
        rejected++;
      }
    }
    assertTrue(accepted > 0 && rejected > 0, accepted + " and " + rejected + ", seed " + seed);
  }

  @Test
  void newerFormatIsNamed() throws IOException {
    byte[] bytes = bytes(ManifestFixture.manifest(random, 1));
    bytes[12] = 2;
    seal(bytes);
    IOException e = assertThrows(IOException.class, () -> ManifestFile.decode(bytes));
    assertTrue(String.valueOf(e.getMessage()).contains("newer version"), e.getMessage());
  }

  @Test
  void partsOutOfRangeAreNamed() {
    rejected("nextFileNumber", () -> manifest(5, segment(5, 0)));
    rejected("level", () -> segment(1, 64));
    rejected("file number 3 twice", () -> manifest(9, segment(3, 0), segment(3, 1)));
    rejected("deadDocuments", () -> new SegmentState(1, 0, 1, 1, 1, new long[] {1, 0}, Map.of()));
    rejected("maxSequence", () -> new SegmentState(1, 0, 2, 1, 1, new long[0], Map.of()));
    rejected(
        "a log's number",
        () -> new VersionState(0, 0, new byte[0], Map.of(), List.of(), List.of(2L, 2L)));
    long unnamed = FileNumbers.MAX + 1;
    rejected("fileNumber", () -> segment(unnamed, 0));
    rejected("fileNumber", () -> new CodebookState(unnamed, 1, 1));
    rejected(
        "a log's number",
        () -> new VersionState(0, 0, new byte[0], Map.of(), List.of(), List.of(unnamed)));
    rejected("nextFileNumber", () -> manifest(unnamed));
    rejected("analysis is not a number", () -> withProperty(Manifest.ANALYSIS, "\""));
    rejected("analysis is not a number", () -> withProperty(Manifest.ANALYSIS, "2147483648"));
    rejected("analysis is 0", () -> withProperty(Manifest.ANALYSIS, "0"));
    rejected("Unicode", () -> withProperty("a", "\ud800"));
  }

  private static Manifest withProperty(String name, String value) {
    return new Manifest(1, Map.of(name, value), VersionState.empty(), null);
  }

  private static SegmentState segment(long number, int level) {
    return new SegmentState(number, level, 1, 2, 100, new long[0], Map.of());
  }

  private static void manifest(long nextFileNumber, SegmentState... segments) {
    VersionState version =
        new VersionState(2, 0, new byte[0], Map.of(), List.of(segments), List.of());
    Manifest manifest = new Manifest(nextFileNumber, Map.of(), version, null);
    throw new AssertionError("accepted " + manifest);
  }

  private static void rejected(String part, Runnable action) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, action::run).getMessage());
    assertTrue(message.contains(part), message);
  }

  private void corrupt(byte[] bytes) {
    CorruptFileException e =
        assertThrows(
            CorruptFileException.class, () -> ManifestFile.decode(bytes), () -> "seed " + seed);
    assertEquals(ManifestFile.NAME, e.file());
    assertTrue(e.offset() >= 0 && e.offset() <= bytes.length);
  }

  private static byte[] bytes(Manifest manifest) {
    ByteBuffer encoded = ManifestFile.encode(manifest);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  /** Makes length and checksum fit the rest. */
  private static void seal(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(16, bytes.length - 20);
    header.putInt(8, Crc32c.of(bytes, 12, bytes.length - 12));
  }
}
