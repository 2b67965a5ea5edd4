package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForcedFiles;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of a store that is open. */
class OpenBackupTest {
  private static final int BACKUPS = 4;
  private static final int COMMIT_EVERY = 10;

  @TempDir Path directory;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger attempted = new AtomicInteger();
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();

  private static EngineOptions options(boolean outerLog) {
    EngineOptions base =
        outerLog
            ? EngineOptions.underOuterLog(PairWorkload.DIMENSION)
            : EngineOptions.standalone(PairWorkload.DIMENSION).withDurability(Durability.PROCESS);
    return base.withAnalyzer("standard").withMemtableBytesMax(256 * 1024);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void backupIsOneMomentWhileWritingGoesOn(boolean outerLog) throws Exception {
    try (StorageEngine engine = StorageEngine.open(directory.resolve("store"), options(outerLog))) {
      Thread writer = Thread.ofPlatform().start(() -> write(engine, outerLog));
      try {
        for (int i = 0; i < BACKUPS; i++) {
          int promised = outerLog ? committed.get() : acknowledged.get();
          Path backup = directory.resolve("backup-" + i);
          engine.backup(backup);
          int reached = reopen(backup, outerLog);
          assertTrue(reached >= promised, () -> "reached " + reached + " of " + promised);
          assertTrue(reached <= attempted.get(), () -> "reached " + reached);
        }
      } finally {
        stopped.set(true);
        writer.join();
      }
      assertNull(wrong.get());
      assertTrue(acknowledged.get() > BACKUPS, "nothing was written meanwhile");
    }
  }

  private void write(StorageEngine engine, boolean outerLog) {
    try {
      for (int number = 1; !stopped.get(); number++) {
        attempted.set(number);
        engine.apply(PairWorkload.transaction(number));
        acknowledged.set(number);
        if (outerLog && number % COMMIT_EVERY == 0) {
          engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
          committed.set(number);
        }
      }
    } catch (RuntimeException e) {
      wrong.set(e);
    }
  }

  private static int reopen(Path backup, boolean outerLog) throws IOException {
    assertEquals(List.of(), StoreCheck.run(backup).problems());
    try (StorageEngine engine = StorageEngine.open(backup, options(outerLog));
        Snapshot snapshot = engine.snapshot()) {
      int reached = PairWorkload.checkWhole(snapshot, "backup");
      byte[] data = engine.commitData();
      if (data != null) {
        assertEquals(reached, ByteBuffer.wrap(data).getInt());
      }
      return reached;
    }
  }

  @Test
  void segmentsAreLinkedAndTheBackupOutlivesTheStore() throws IOException {
    Path store = directory.resolve("store");
    Path backup = directory.resolve("backup");
    try (StorageEngine engine = StorageEngine.open(store, options(false))) {
      engine.put(Concept.builder("kept").text("kept").build());
      engine.backup(backup);
      engine.delete("kept");
      engine.compact();
    }
    try (StorageEngine engine = StorageEngine.open(backup, options(false));
        Snapshot snapshot = engine.snapshot()) {
      assertNotNull(snapshot.concept("kept"));
    }
  }

  @Test
  void copiesAndTheirNamesAreForcedBeforeTheManifest() throws IOException {
    Path backup = directory.resolve("backup");
    try (StorageEngine engine = StorageEngine.open(directory.resolve("store"), options(false))) {
      engine.put(Concept.builder("kept").text("kept").build());
      engine.flush();
      List<Path> forced = ForcedFiles.during(backup, () -> engine.backup(backup));
      int names = forced.indexOf(backup);
      assertTrue(
          forced.subList(0, names).stream().allMatch(path -> path.toString().endsWith(".log")),
          forced::toString);
      List<Path> then = forced.subList(names, forced.size());
      assertEquals(List.of(backup, ForcedFiles.OUTPUT, backup), then);
    }
  }

  @Test
  void targetMustBeEmptyAndTheStoreOpen() throws IOException {
    Path taken = Files.createDirectory(directory.resolve("taken"));
    Files.createFile(taken.resolve("file"));
    StorageEngine engine = StorageEngine.open(directory.resolve("store"), options(false));
    assertThrows(DirectoryNotEmptyException.class, () -> engine.backup(taken));
    engine.close();
    Path late = directory.resolve("late");
    assertThrows(IllegalStateException.class, () -> engine.backup(late));
    assertFalse(Files.exists(late.resolve("MANIFEST")));
    try (StorageEngine memory = StorageEngine.open(new CrashStorage(), options(false))) {
      assertThrows(UnsupportedOperationException.class, () -> memory.backup(late));
    }
  }
}
