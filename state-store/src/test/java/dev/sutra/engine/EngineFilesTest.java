package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.DirectoryLockedException;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a store, and how it handles unexpected and missing ones. */
class EngineFilesTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);

  @TempDir Path directory;

  @Test
  void replacedSegmentsAreDeletedWithTheLastSnapshot() throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      flushEach(engine, 1, 3);
      Set<String> replaced = files(".segment");
      assertEquals(3, replaced.size());
      Snapshot first = engine.snapshot();
      Snapshot second = engine.snapshot();
      engine.compact();
      assertTrue(files(".segment").containsAll(replaced));
      first.close();
      first.close();
      assertTrue(files(".segment").containsAll(replaced));
      PairWorkload.check(second, 3, "a snapshot of replaced segments");
      second.close();
      assertEquals(1, files(".segment").size());
      assertThrows(IllegalStateException.class, () -> second.concept("left-1"));
    }
  }

  @Test
  void segmentsOfTheFirstVersionAreDeletedOnceReplaced() throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      flushEach(engine, 1, 3);
    }
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      engine.compact();
      assertEquals(1, files(".segment").size());
    }
  }

  @Test
  void logsAreDeletedOnceFlushed() throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      for (int number = 1; number <= 3; number++) {
        flushEach(engine, number, number);
        assertEquals(Set.of(), files(".log"));
      }
    }
  }

  @Test
  void snapshotOutlivesTheStore() throws IOException {
    StorageEngine engine = StorageEngine.open(directory, OPTIONS);
    flushEach(engine, 1, 3);
    engine.apply(PairWorkload.transaction(4));
    try (Snapshot snapshot = engine.snapshot()) {
      engine.close();
      PairWorkload.check(snapshot, 4, "a snapshot of a closed store");
      assertThrows(IllegalStateException.class, engine::snapshot);
      assertThrows(IllegalStateException.class, engine::committedSnapshot);
    }
    assertThrows(IllegalStateException.class, () -> engine.apply(PairWorkload.transaction(5)));
    assertThrows(IllegalStateException.class, engine::flush);
    assertThrows(IllegalStateException.class, engine::compact);
    engine.close();
  }

  @Test
  void afterCloseTheDirectoryHoldsWhatTheManifestNames() throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      flushEach(engine, 1, 9);
      engine.compact();
      flushEach(engine, 10, 11);
      engine.apply(PairWorkload.transaction(12));
    }
    try (FileSystemStorage storage = FileSystemStorage.open(directory)) {
      Manifest manifest = Objects.requireNonNull(ManifestFile.read(storage));
      assertEquals(manifest.current().segments().size(), files(".segment").size());
      assertTrue(files(".log").size() <= 1, () -> files(".log").toString());
    }
    assertEquals(
        Set.of("LOCK", "MANIFEST"),
        files("").stream()
            .filter(name -> !name.endsWith(".log") && !name.endsWith(".segment"))
            .collect(Collectors.toSet()));
  }

  @Test
  void orphansAreDeletedAtOpenAndForeignFilesAreNot() throws IOException {
    StorageEngine.open(directory, OPTIONS).close();
    List<String> orphans = List.of("000000000077.segment", "MANIFEST.tmp");
    for (String name : orphans) {
      Files.write(directory.resolve(name), new byte[] {1, 2, 3});
    }
    Files.write(directory.resolve("notes.txt"), new byte[] {1});
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      flushEach(engine, 1, 1);
      assertTrue(files("").contains("notes.txt"));
      orphans.forEach(name -> assertFalse(files("").contains(name), name));
    }
  }

  @Test
  void otherOptionsAreRefusedByName() throws IOException {
    StorageEngine.open(directory, OPTIONS).close();
    assertRefused(EngineOptions.standalone(3).withAnalyzer("standard"), "dimension 2, not 3");
    assertRefused(OPTIONS.withSimilarity(Similarity.DOT_PRODUCT), "similarity COSINE, not");
    assertRefused(OPTIONS.withAnalyzer("english"), "analyzer standard, not english");
    assertRefused(OPTIONS.withAnalyzer("klingon"), "klingon");
    StorageEngine.open(directory, OPTIONS).close();
  }

  private void assertRefused(EngineOptions options, String part) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> StorageEngine.open(directory, options));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.toString());
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      flushEach(engine, 1, 2);
      engine.apply(PairWorkload.transaction(3));
    }
    // A clean open notes the log in the manifest.
    StorageEngine.open(directory, OPTIONS).close();
    for (String name : files("")) {
      if (name.equals("LOCK")) {
        continue;
      }
      Path kept = directory.resolveSibling(directory.getFileName() + "-kept");
      Files.move(directory.resolve(name), kept);
      CorruptFileException missing =
          assertThrows(
              CorruptFileException.class, () -> StorageEngine.open(directory, OPTIONS), name);
      assertEquals(name, missing.file());
      Files.move(kept, directory.resolve(name));
    }
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS);
        Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, 3, "all files are there again");
    }
  }

  @Test
  void directoryIsLockedWhileOpen() throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      DirectoryLockedException locked =
          assertThrows(
              DirectoryLockedException.class, () -> StorageEngine.open(directory, OPTIONS));
      assertTrue(String.valueOf(locked.getMessage()).contains(directory.toString()));
      engine.apply(PairWorkload.transaction(1));
    }
    StorageEngine.open(directory, OPTIONS).close();
  }

  @Test
  void fileInPlaceOfTheDirectoryIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    IOException failure = assertThrows(IOException.class, () -> StorageEngine.open(file, OPTIONS));
    assertTrue(String.valueOf(failure.getMessage()).contains(file.toString()));
  }

  @Test
  void unwritableDirectoryIsNamed() throws IOException {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");
    IOException failure =
        assertThrows(IOException.class, () -> StorageEngine.open(closed, OPTIONS));
    assertTrue(String.valueOf(failure.getMessage()).contains(closed.toString()));
  }

  private static void flushEach(StorageEngine engine, int from, int to) {
    for (int number = from; number <= to; number++) {
      engine.apply(PairWorkload.transaction(number));
      engine.flush();
    }
  }

  private Set<String> files(String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
