package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.tools.StoreBackup;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * A real disk that is full: a file system of 4 MiB in memory with little room left, filled until
 * writes fail, at another place each time. Needs the right to mount; skipped without it. {@code
 * -Dsutra.full.rounds=N} stores of each kind, {@code -Dsutra.full.seed=S} as before.
 */
class DiskFullTest {
  private static final int ROUNDS = Integer.getInteger("sutra.full.rounds", 1);
  private static final int DISK_BYTES = 4 << 20;
  private static final int ROOM_BYTES_MIN = 16 << 10;
  private static final int ROOM_BYTES_MAX = 96 << 10;
  private static final int TRANSACTIONS = 1_000;
  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");

  @TempDir Path directory;

  private Path disk = Path.of("/");
  private int acknowledged;
  private int attempted;
  private int failures;

  /** Each of many planned failures would also be logged. */
  @BeforeAll
  static void silenceTheLog() {
    BACKGROUND.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    BACKGROUND.setLevel(null);
  }

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(directory.resolve("disk"));
    if (run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) != 0) {
      abort("a file system cannot be mounted here: no test of a full disk");
    }
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    assertEquals(0, run("umount", disk.toString()), disk + " stays mounted");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return -1;
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", command));
    return process.exitValue();
  }

  @ParameterizedTest
  @EnumSource(
      value = CrashLife.Kind.class,
      names = {"SYNC_POWER_CUT", "PROCESS_KILL", "OUTER_LOG_KILL"})
  void fullDiskLosesNothingAndWorksAgainWithRoom(CrashLife.Kind kind) throws IOException {
    long seed = Long.getLong("sutra.full.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      // At first the room is certainly too small.
      int more = round == 0 ? 0 : random.nextInt(ROOM_BYTES_MAX - ROOM_BYTES_MIN);
      int room = ROOM_BYTES_MIN + more;
      String where = kind + " -Dsutra.full.seed=" + seed + " round " + round + " room " + room;
      Path store = disk.resolve("store-" + round);
      acknowledged = 0;
      attempted = 0;
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[DISK_BYTES - room]);
      fill(store, kind, where);
      openWhileFull(store, kind);
      Files.delete(ballast);
      int reached = reopen(store, kind, where);
      assertTrue(
          reached >= acknowledged && reached <= attempted,
          () -> where + " reached " + reached + " of " + acknowledged + " to " + attempted);
      assertTrue(StoreCheck.run(store).isClean(), where);
      delete(store);
    }
    assertTrue(failures > 0, () -> kind + ": the disk was never full");
  }

  /** Writes until the disk is full: the writer fails, the readers continue. */
  private void fill(Path store, CrashLife.Kind kind, String where) throws IOException {
    StorageEngine full = StorageEngine.open(store, kind.options());
    try {
      for (int number = 1; number <= TRANSACTIONS; number++) {
        write(full, kind, number);
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      assertNoSpace(e, where);
      failures++;
    }
    try (Snapshot snapshot = full.snapshot()) {
      PairWorkload.checkWhole(snapshot, where);
    }
    try {
      full.close();
    } catch (UncheckedIOException e) {
      assertNoSpace(e, where);
    }
  }

  private void write(StorageEngine full, CrashLife.Kind kind, int number) {
    if (!kind.outerLog()) {
      attempted = number;
    }
    full.apply(PairWorkload.transaction(number));
    if (!kind.outerLog()) {
      acknowledged = number;
    } else if (number % 10 == 0) {
      attempted = number;
      full.commit(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      acknowledged = number;
    }
    if (number % 400 == 0) {
      full.compact();
    }
  }

  private static void assertNoSpace(Throwable thrown, String where) {
    Throwable cause = thrown;
    while (cause != null && !String.valueOf(cause.getMessage()).contains("No space left")) {
      cause = cause.getCause();
    }
    if (cause == null) {
      throw new AssertionError(where + " gave " + thrown, thrown);
    }
  }

  /** An open may fail while the disk is full, but must not report corruption. */
  private static void openWhileFull(Path store, CrashLife.Kind kind) throws IOException {
    try {
      StorageEngine.open(store, kind.options()).close();
    } catch (IOException | UncheckedIOException e) {
      assertNoSpace(e, kind + " at open");
    }
  }

  private static int reopen(Path store, CrashLife.Kind kind, String where) throws IOException {
    try (StorageEngine again = StorageEngine.open(store, kind.options());
        Snapshot snapshot = again.snapshot()) {
      int reached = PairWorkload.checkWhole(snapshot, where);
      again.apply(PairWorkload.transaction(reached + 1));
      again.compact();
      try (Snapshot after = again.snapshot()) {
        PairWorkload.check(after, reached + 1, where);
      }
      return reached;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CrashLife.Kind.class,
      names = {"SYNC_POWER_CUT", "OUTER_LOG_KILL"})
  void backupToAFullDiskIsNotAStore(CrashLife.Kind kind) throws IOException {
    Path store = directory.resolve("store");
    try (StorageEngine large = StorageEngine.open(store, kind.options())) {
      // Too large for the disk, even if all overwritten rows are merged away.
      String text = "x".repeat(2 * ROOM_BYTES_MIN);
      large.put(Concept.builder("large").text(text).build());
      for (int number = 1; number <= 300; number++) {
        write(large, kind, number);
      }
    }
    Files.write(disk.resolve("ballast"), new byte[DISK_BYTES - ROOM_BYTES_MIN]);
    Path backup = disk.resolve("backup");
    IOException full = assertThrows(IOException.class, () -> StoreBackup.backup(store, backup));
    assertNoSpace(full, kind + " backup");
    assertFalse(Files.exists(backup.resolve(ManifestFile.NAME)));
    Files.delete(disk.resolve("ballast"));
    delete(backup);
    StoreBackup.backup(store, backup);
    assertTrue(StoreCheck.run(backup).isClean());
  }

  private static void delete(Path store) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var found = Files.list(store)) {
      found.forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(store);
  }
}
