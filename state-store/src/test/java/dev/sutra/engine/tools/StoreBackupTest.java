package dev.sutra.engine.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.LeavesDamage;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.DirectoryLockedException;
import dev.sutra.io.ForcedFiles;
import dev.sutra.record.RowCursor;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreBackupTest {
  private static final EngineOptions OPTIONS = EngineOptions.standalone(3);

  @TempDir Path dir;

  private static List<String> answers(StorageEngine engine) {
    List<String> answers = new ArrayList<>();
    try (Snapshot snapshot = engine.snapshot();
        RowCursor rows = snapshot.rows(new byte[] {1}, null)) {
      while (rows.next()) {
        answers.add(Arrays.toString(rows.key()) + Arrays.toString(rows.value()));
      }
      answers.add(snapshot.search(new TextSearch("small dogs", 100, null)).toString());
      answers.add(
          snapshot
              .similar(new SimilarQuery(new float[] {1, 2, 3}, 100, 0, true, null))
              .items()
              .toString());
    }
    return answers;
  }

  @Test
  void restoredBackupAnswersAsTheStoreDid() throws IOException {
    Path store = dir.resolve("store");
    List<String> expected;
    try (StorageEngine engine = StorageEngine.open(store, OPTIONS)) {
      StoreCheckTest.write(engine);
      expected = answers(engine);
      assertThrows(
          DirectoryLockedException.class, () -> StoreBackup.backup(store, dir.resolve("b")));
    }
    Path backup = dir.resolve("backup");
    StoreBackup.backup(store, backup);
    assertTrue(StoreCheck.run(backup).isClean());
    // Later changes of the store do not affect the backup.
    try (StorageEngine engine = StorageEngine.open(store, OPTIONS)) {
      engine.delete("c1");
      engine.compact();
    }
    Path restored = dir.resolve("restored");
    StoreBackup.restore(backup, restored);
    try (StorageEngine engine = StorageEngine.open(restored, OPTIONS)) {
      assertEquals(expected, answers(engine));
      engine.compact();
    }
    assertTrue(StoreCheck.run(backup).isClean());
  }

  @Test
  void copiesAndTheirNamesAreForcedBeforeTheManifest() throws IOException {
    Path store = dir.resolve("store");
    try (StorageEngine engine = StorageEngine.open(store, OPTIONS)) {
      StoreCheckTest.write(engine);
    }
    Path backup = dir.resolve("backup");
    List<Path> forced = ForcedFiles.during(backup, () -> StoreBackup.backup(store, backup));
    int logs = 0;
    while (forced.get(logs).toString().endsWith(".log")) {
      logs++;
    }
    assertTrue(logs > 0, forced::toString);
    List<Path> then = forced.subList(logs, forced.size());
    assertEquals(List.of(backup, ForcedFiles.OUTPUT, backup), then);
  }

  @Test
  void segmentsOfABackupAreHardLinks() throws IOException {
    Path store = dir.resolve("store");
    try (StorageEngine engine = StorageEngine.open(store, OPTIONS)) {
      StoreCheckTest.write(engine);
    }
    StoreBackup.backup(store, dir.resolve("backup"));
    int segments = 0;
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.toList()) {
        Path copy = dir.resolve("backup").resolve(file.getFileName());
        String name = file.getFileName().toString();
        if (name.endsWith(".segment")) {
          segments++;
          assertEquals(Files.getAttribute(file, "unix:ino"), Files.getAttribute(copy, "unix:ino"));
        } else if (name.endsWith(".log")) {
          assertTrue(
              !Files.getAttribute(file, "unix:ino").equals(Files.getAttribute(copy, "unix:ino")));
        }
      }
    }
    assertEquals(3, segments);
  }

  @Test
  void targetThatHoldsAnythingIsRefused() throws IOException {
    Path store = dir.resolve("store");
    StorageEngine.open(store, OPTIONS).close();
    Path full = Files.createDirectory(dir.resolve("full"));
    Files.writeString(full.resolve("file"), "");
    assertThrows(DirectoryNotEmptyException.class, () -> StoreBackup.backup(store, full));
    assertThrows(DirectoryNotEmptyException.class, () -> StoreBackup.restore(store, full));
    assertThrows(IOException.class, () -> StoreBackup.restore(full, dir.resolve("x")));
  }

  @Test
  @LeavesDamage
  void backupOfAStoreThatLacksAFileIsRefused() throws IOException {
    Path store = dir.resolve("store");
    try (StorageEngine engine = StorageEngine.open(store, OPTIONS)) {
      StoreCheckTest.write(engine);
    }
    try (Stream<Path> files = Files.list(store)) {
      Files.delete(files.filter(file -> file.toString().endsWith(".segment")).toList().get(0));
    }
    assertThrows(CorruptFileException.class, () -> StoreBackup.backup(store, dir.resolve("b")));
  }
}
