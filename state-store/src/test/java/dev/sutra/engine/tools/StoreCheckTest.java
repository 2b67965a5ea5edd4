package dev.sutra.engine.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.DamagedSegment;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.LeavesDamage;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.TestStores;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.DirectoryLockedException;
import dev.sutra.io.Problem;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A clean store checks clean; each kind of damage is found and named. */
@LeavesDamage
class StoreCheckTest {
  private CrashStorage storage;

  @BeforeEach
  void fill() throws IOException {
    storage = filled(EngineOptions.standalone(3));
  }

  /** Three segments with everything in them, overwritten and deleted concepts, and a log. */
  static CrashStorage filled(EngineOptions options) throws IOException {
    CrashStorage storage = new CrashStorage();
    try (StorageEngine engine = TestStores.open(storage, options)) {
      write(engine);
    }
    return storage;
  }

  static void write(StorageEngine engine) {
    for (int round = 0; round < 3; round++) {
      for (int i = round; i < 60; i += round + 1) {
        engine.put(concept(i, round));
        engine.associate(Association.of("c" + i, "IS", "c" + (i + 7) % 60, 0.5f, i));
      }
      engine.delete("c" + (10 + round));
      engine.dissociate("c20", "IS", "c27");
      engine.flush();
    }
    engine.put(concept(61, 9));
    engine.put(concept(62, 9));
  }

  private static Concept concept(int i, int round) {
    Concept.Builder concept =
        Concept.builder("c" + i)
            .attributes(Map.of("legs", (long) i))
            .createdAt(i)
            .updatedAt(1_000 - 10L * i + round);
    if (i % 3 != 0) {
      concept.text("a small dog of round " + round + " barks at dog " + i);
    }
    if (i % 4 != 0) {
      concept.vector(new float[] {i, round + 1, 2});
    }
    return concept.build();
  }

  private CheckReport check() throws IOException {
    return StoreCheck.run(storage);
  }

  private Problem only() throws IOException {
    List<Problem> problems = check().problems();
    assertEquals(1, problems.size(), problems::toString);
    return problems.getFirst();
  }

  private DamagedSegment segment(int index) throws IOException {
    return DamagedSegment.read(storage, DamagedSegment.names(storage).get(index));
  }

  private void assertFound(String file, String what) throws IOException {
    List<Problem> problems = check().problems();
    assertTrue(
        problems.stream().anyMatch(p -> p.file().equals(file) && p.what().contains(what)),
        () -> "\"" + what + "\" of " + file + " is not among " + problems);
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE,english,SYNC",
    "DOT_PRODUCT,standard,PROCESS",
    "EUCLIDEAN,german,NONE",
    "COSINE,cjk,NONE"
  })
  void cleanStoreIsClean(Similarity similarity, String analyzer, Durability durability)
      throws IOException {
    CheckReport report =
        StoreCheck.run(
            filled(
                EngineOptions.standalone(3)
                    .withSimilarity(similarity)
                    .withAnalyzer(analyzer)
                    .withDurability(durability)));
    assertEquals(List.of(), report.problems());
    assertEquals(List.of(), report.notes());
    assertTrue(report.isClean());
    assertEquals(3, report.segments());
    assertTrue(report.rows() > 200, report::toString);
    assertTrue(report.transactions() >= 2, report::toString);
  }

  @Test
  void storeWithCommittedVersionIsCleanInBoth() throws IOException {
    storage = new CrashStorage();
    try (StorageEngine engine = TestStores.open(storage, EngineOptions.underOuterLog(3))) {
      engine.put(concept(1, 1));
      engine.flush();
      engine.commit(new byte[] {7});
      write(engine);
    }
    Manifest manifest = Objects.requireNonNull(ManifestFile.read(storage));
    VersionState committed = Objects.requireNonNull(manifest.committed());
    assertEquals(List.of(), check().problems());
    write(
        new Manifest(
            manifest.nextFileNumber(),
            manifest.properties(),
            manifest.codebooks(),
            manifest.current(),
            withCounters(committed)));
    assertTrue(
        only().what().contains("the committed version counts 2 concepts; its segments contain 1"));
  }

  @Test
  void emptyStoreIsClean() throws IOException {
    storage = new CrashStorage();
    TestStores.open(storage, EngineOptions.standalone(3)).close();
    assertTrue(check().isClean());
  }

  @Test
  void directoryWithoutStoreIsNotOne(@TempDir Path dir) throws IOException {
    assertThrows(IOException.class, () -> StoreCheck.run(dir));
    assertThrows(NotDirectoryException.class, () -> StoreCheck.run(dir.resolve("no")));
    Path store = dir.resolve("store");
    try (StorageEngine engine = StorageEngine.open(store, EngineOptions.standalone(3))) {
      assertFalse(engine.stats().segments() > 0);
      assertThrows(DirectoryLockedException.class, () -> StoreCheck.run(store));
    }
    assertTrue(StoreCheck.run(store).isClean());
  }

  @Test
  void flippedByteOfPageIsFoundWithItsPlace() throws IOException {
    DamagedSegment segment = segment(1);
    segment.flip(segment.start(DamagedSegment.ROWS) + 40);
    storage.set(segment.name(), segment.bytes().array());
    assertFound(segment.name(), "page checksum mismatch");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4, another first key",
    "2, 8, the index has block 0",
    "5, 16, does not ascend",
    "6, 16, has time",
    "7, 8, the manifest says",
    "7, 16, the manifest says",
    "4, 17, tokens",
  })
  void changeThatChecksumsMissIsFound(int section, int offset, String what) throws IOException {
    for (int i = 0; i < 3; i++) {
      fill();
      DamagedSegment segment = segment(i);
      segment.flip(segment.start(section) + offset).write(storage);
      List<Problem> problems = check().problems();
      assertTrue(
          problems.stream().anyMatch(p -> p.file().equals(segment.name())), problems::toString);
      if (i == 0) {
        assertFound(segment.name(), what);
      }
    }
  }

  @Test
  void hashIndexThatMissesKeysIsFound() throws IOException {
    DamagedSegment segment = segment(0);
    int start = segment.start(DamagedSegment.HASHES);
    for (int i = 0; i < segment.length(DamagedSegment.HASHES); i++) {
      segment.bytes().put(start + i, (byte) 0);
    }
    segment.write(storage);
    assertFound(segment.name(), "the hash index does not lead to row 0");
  }

  @Test
  void entryOfTheHashIndexForNoRowIsFound() throws IOException {
    DamagedSegment segment = segment(0);
    int slot = segment.start(DamagedSegment.HASHES);
    while (segment.bytes().getInt(slot) != 0) {
      slot += 4;
    }
    segment.bytes().putInt(slot, 1);
    segment.write(storage);
    assertFound(segment.name(), "entries in the hash index");
  }

  @Test
  void vectorThatCannotBeComparedIsFound() throws IOException {
    DamagedSegment segment = segment(0);
    int count = segment.bytes().getInt(segment.start(DamagedSegment.VECTORS) + 4);
    int first = segment.start(DamagedSegment.VECTORS) + (16 + 4 * count + 63) / 64 * 64;
    segment.bytes().putFloat(first, Float.NaN);
    segment.bytes().putFloat(first + 12, 0).putFloat(first + 16, 0).putFloat(first + 20, 0);
    segment.bytes().putFloat(first + 12 * count + 8, 77);
    segment.write(storage);
    assertFound(segment.name(), "vector 0");
    assertFound(segment.name(), "zero vector");
    assertFound(segment.name(), "inverse norm");
  }

  @Test
  void changeOfAPostingIsFound() throws IOException {
    CrashStorage clean = storage;
    String name = DamagedSegment.names(clean).getFirst();
    DamagedSegment whole = DamagedSegment.read(clean, name);
    int documents = whole.bytes().getInt(whole.start(DamagedSegment.TEXT) + 4);
    int postings = whole.start(DamagedSegment.TEXT) + 16 + documents;
    int found = 0;
    for (int at = postings; at < postings + 60; at++) {
      storage = clean.copy();
      DamagedSegment.read(storage, name).flip(at).write(storage);
      found += check().isClean() ? 0 : 1;
    }
    // The unused bits of a byte are not checked.
    assertTrue(found >= 50, found + " of 60 changes were found");
  }

  @Test
  void blockWithAnotherNumberOfRowsIsFound() throws IOException {
    DamagedSegment segment = segment(0);
    int headsLength = segment.start(DamagedSegment.INDEX) + 16;
    segment.bytes().putInt(headsLength, segment.bytes().getInt(headsLength) + 1);
    segment.write(storage);
    assertTrue(check().problems().stream().anyMatch(p -> p.file().equals(segment.name())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noChangeOfASegmentMakesTheCheckFail(long seed) throws IOException {
    Random random = new Random(seed);
    CrashStorage clean = storage;
    List<String> names = DamagedSegment.names(clean);
    int found = 0;
    for (int i = 0; i < 150; i++) {
      storage = clean.copy();
      String name = names.get(random.nextInt(names.size()));
      DamagedSegment segment = DamagedSegment.read(storage, name);
      segment.flip(64 + random.nextInt(segment.directory() - 64)).write(storage);
      found += check().isClean() ? 0 : 1;
    }
    // Changes of padding, unset filter bits and plain values (a weight) cannot be detected.
    assertTrue(found > 50, "seed " + seed + ": " + found + " of 150 changes were found");
  }

  @Test
  void segmentCutAnywhereIsFound() throws IOException {
    CrashStorage clean = storage;
    String name = DamagedSegment.names(clean).getFirst();
    byte[] bytes = clean.read(name, 1 << 30);
    for (int length = 0; length < bytes.length; length += 97) {
      storage = clean.copy();
      storage.set(name, Arrays.copyOf(bytes, length));
      assertFound(name, "the manifest says " + bytes.length);
    }
  }

  @Test
  void missingFilesAreFound() throws IOException {
    String name = DamagedSegment.names(storage).get(1);
    storage.delete(name);
    assertEquals(new Problem(name, 0, "it is missing"), only());
    assertTrue(check().notes().toString().contains("cannot be checked"));
    storage.delete(ManifestFile.NAME);
    assertTrue(only().what().contains("it is missing, but"));
  }

  @Test
  void swappedSegmentsAreFound() throws IOException {
    List<String> names = DamagedSegment.names(storage);
    byte[] first = storage.read(names.get(0), 1 << 30);
    storage.set(names.get(0), storage.read(names.get(1), 1 << 30));
    storage.set(names.get(1), first);
    assertFound(names.get(0), "this is segment");
    assertFound(names.get(1), "this is segment");
  }

  @Test
  void wrongLivenessIsFound() throws IOException {
    Manifest manifest = Objects.requireNonNull(ManifestFile.read(storage));
    VersionState version = manifest.current();
    List<SegmentState> segments = new ArrayList<>(version.segments());
    SegmentState oldest = segments.getLast();
    // None of its documents may be dead, if a compaction has just made it.
    long[] dead = Arrays.copyOf(oldest.deadDocuments(), Math.max(1, oldest.deadDocuments().length));
    dead[0] ^= 1L << 9;
    segments.set(
        segments.size() - 1,
        new SegmentState(
            oldest.fileNumber(),
            oldest.level(),
            oldest.minSequence(),
            oldest.maxSequence(),
            oldest.bytes(),
            dead,
            oldest.counters()));
    write(
        withCurrent(
            manifest,
            new VersionState(
                version.flushedSequence(),
                version.committedSequence(),
                version.commitData(),
                version.counters(),
                segments,
                version.logs())));
    assertTrue(only().what().contains("document 9 is recorded as"));
  }

  @Test
  void wrongCounterIsFound() throws IOException {
    Manifest manifest = Objects.requireNonNull(ManifestFile.read(storage));
    write(withCurrent(manifest, withCounters(manifest.current())));
    assertTrue(only().what().contains("concepts; its segments contain"));
  }

  @Test
  void damagedManifestIsFound() throws IOException {
    byte[] manifest = storage.read(ManifestFile.NAME, 1 << 20);
    manifest[40] ^= 1;
    storage.set(ManifestFile.NAME, manifest);
    assertEquals(ManifestFile.NAME, only().file());
  }

  @Test
  void unreferencedFileIsANote() throws IOException {
    storage.set("000000000099.segment", new byte[3]);
    assertTrue(check().isClean());
    assertEquals("000000000099.segment", check().notes().getFirst().file());
  }

  private static Manifest withCurrent(Manifest manifest, VersionState current) {
    return new Manifest(
        manifest.nextFileNumber(),
        manifest.properties(),
        manifest.codebooks(),
        current,
        manifest.committed());
  }

  private static VersionState withCounters(VersionState version) {
    Map<String, Long> counters = new TreeMap<>(version.counters());
    counters.merge("concepts", 1L, Long::sum);
    return new VersionState(
        version.flushedSequence(),
        version.committedSequence(),
        version.commitData(),
        counters,
        version.segments(),
        version.logs());
  }

  private void write(Manifest manifest) throws IOException {
    ManifestFile.write(storage, manifest);
  }
}
