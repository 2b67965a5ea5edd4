package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.io.GatedStorage;
import dev.sutra.lsm.core.TreeLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Flushes and compactions that fail, are stopped or meet each other. */
class BackgroundWorkTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION)
          .withAnalyzer("standard")
          .withMemtableBytesMax(1024 * 1024);
  private static final TreeLimits LIMITS = new TreeLimits(24, 48, 3, 1, 10);
  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");
  private static final int RUN = 4;

  private final CrashStorage disk = new CrashStorage();
  private int written;

  /** Each planned failure would also be logged. */
  @BeforeAll
  static void silenceTheLog() {
    BACKGROUND.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    BACKGROUND.setLevel(null);
  }

  @AfterEach
  void theStoreIsSound() throws IOException {
    assertEquals(List.of(), StoreCheck.run(disk).problems());
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      check(engine);
    }
  }

  @Test
  void writersGoOnOnceAFullDiskHasRoomAgain() throws IOException {
    FullDisk full = new FullDisk(disk);
    try (StorageEngine engine = StorageEngine.open(full, OPTIONS, LIMITS)) {
      full.segments = true;
      UncheckedIOException told =
          assertThrows(
              UncheckedIOException.class,
              () -> {
                while (true) {
                  apply(engine);
                }
              });
      assertTrue(told.toString().contains("flush has failed"), told.toString());
      assertThrows(UncheckedIOException.class, engine::flush);
      check(engine);
      full.segments = false;
      Awaitility.await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(
              () -> {
                apply(engine);
                return true;
              });
      engine.flush();
      check(engine);
    }
  }

  @Test
  void failedFlushIsRetriedUnnoticed() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS, LIMITS)) {
      apply(engine);
      disk.failAt(4, CrashStorage.Fault.SHORT_WRITE);
      engine.flush();
      assertTrue(disk.hasFailed());
      assertEquals(1, segmentFiles());
    }
  }

  @Test
  void failedCompactionIsRetriedAndDoesNotBlockWrites() throws IOException {
    FullDisk full = new FullDisk(disk);
    try (StorageEngine engine = StorageEngine.open(full, OPTIONS, LIMITS)) {
      flushed(engine, RUN - 1);
      full.failuresOfNextSegments = 3;
      full.skippedSegments = 1;
      flushed(engine, 1);
      awaitSegments(engine, 1);
      assertEquals(0, full.failuresOfNextSegments);
      flushed(engine, 1);
    }
    assertEquals(2, segmentFiles(), "what was begun is removed");
  }

  @Test
  void failedManifestWriteIsRetriedAndOldFilesStayUntilThen() throws IOException {
    FullDisk full = new FullDisk(disk);
    try (StorageEngine engine = StorageEngine.open(full, OPTIONS, LIMITS)) {
      flushed(engine, 1);
      apply(engine);
      full.manifest = true;
      assertThrows(UncheckedIOException.class, engine::flush);
      assertThrows(UncheckedIOException.class, engine::compact);
      checkImage();
      full.manifest = false;
      engine.flush();
      engine.compact();
      assertEquals(1, segmentFiles());
    }
  }

  @Test
  void closeStopsACompactionAndRemovesItsFile() throws Exception {
    GatedStorage gated = new GatedStorage(disk);
    StorageEngine engine = StorageEngine.open(gated, OPTIONS, LIMITS);
    flushed(engine, 2);
    GatedStorage.Gate gate = gated.stopAt("write", ".segment");
    Thread compact =
        Thread.ofPlatform().start(() -> assertThrows(IllegalStateException.class, engine::compact));
    gate.awaitReached();
    Thread close = Thread.ofPlatform().start(engine::close);
    Awaitility.await().until(() -> close.getState() == Thread.State.WAITING);
    gate.open();
    close.join();
    compact.join();
    assertEquals(2, segmentFiles());
  }

  @Test
  void smallSegmentsAreMergedWhileLargeOnesAre() throws Exception {
    GatedStorage gated = new GatedStorage(disk);
    try (StorageEngine engine = StorageEngine.open(gated, OPTIONS, LIMITS)) {
      flushed(engine, RUN - 1);
      GatedStorage.Gate gate = gated.stopAt("force", compactedSegment());
      flushed(engine, 1);
      gate.awaitReached();
      flushed(engine, RUN);
      awaitSegments(engine, RUN + 1);
      gate.open();
      awaitSegments(engine, 2);
      check(engine);
    }
  }

  /** The name of the segment after that of the next flush. */
  private String compactedSegment() throws IOException {
    long last = 0;
    for (String name : disk.list()) {
      int dot = name.indexOf('.');
      if (dot > 0) {
        last = Math.max(last, Long.parseLong(name.substring(0, dot)));
      }
    }
    // A log, a flush, then the compaction.
    return (last + 3) + ".segment";
  }

  private void flushed(StorageEngine engine, int segments) {
    for (int i = 0; i < segments; i++) {
      apply(engine);
      engine.flush();
    }
  }

  private void apply(StorageEngine engine) {
    engine.apply(PairWorkload.transaction(written + 1));
    written++;
  }

  private void check(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, written, written + " transactions");
    }
  }

  private void checkImage() throws IOException {
    CrashStorage image = disk.copy();
    try (StorageEngine engine = StorageEngine.open(image, OPTIONS)) {
      check(engine);
    }
  }

  private static void awaitSegments(StorageEngine engine, int segments) {
    Awaitility.await().until(() -> engine.stats().segments() == segments);
  }

  private int segmentFiles() throws IOException {
    return (int) disk.list().stream().filter(name -> name.endsWith(".segment")).count();
  }

  /** A disk with no room for files of some kinds. */
  private static final class FullDisk extends ForwardingStorage {
    private volatile boolean segments;
    private volatile boolean manifest;
    private volatile int skippedSegments;
    private volatile int failuresOfNextSegments;

    FullDisk(CrashStorage inner) {
      super(inner);
    }

    @Override
    protected void before(String operation, String name) throws IOException {
      boolean segment = name.endsWith(".segment");
      if (operation.equals("create") && name.startsWith("MANIFEST") && manifest) {
        throw new IOException("no space left");
      }
      if (operation.equals("write") && segment && segments) {
        throw new IOException("no space left");
      }
      if (operation.equals("force") && segment) {
        failPlanned();
      }
    }

    private synchronized void failPlanned() throws IOException {
      if (skippedSegments > 0) {
        skippedSegments--;
      } else if (failuresOfNextSegments > 0) {
        failuresOfNextSegments--;
        throw new IOException("no space left");
      }
    }
  }
}
