package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * I/O failures: the write fails, reads continue, and reopening restores acknowledged transactions.
 */
class EngineFaultTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION).withAnalyzer("standard");
  private static final Duration HANG = Duration.ofSeconds(60);

  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");

  @TempDir Path directory;

  private int acknowledged;
  private int attempted;

  /** Each of hundreds of planned failures would also be logged. */
  @BeforeAll
  static void silenceTheLog() {
    BACKGROUND.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    BACKGROUND.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource(CrashStorage.Fault.class)
  void failureOfAnyCallLosesNothingAcknowledged(CrashStorage.Fault fault) {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      CrashStorage storage = new CrashStorage();
      storage.failAt(n, fault);
      String where = fault + " of call " + n;
      assertTimeoutPreemptively(HANG, () -> liveThroughFailure(storage, where), where);
      failed = storage.hasFailed();
      assertTrue(n < 1000, "the workload does not end");
    }
  }

  private void liveThroughFailure(CrashStorage storage, String where) throws IOException {
    acknowledged = 0;
    attempted = 0;
    StorageEngine engine;
    try {
      engine = StorageEngine.open(storage, OPTIONS);
    } catch (IOException e) {
      assertPlanned(e, where);
      reopen(storage.copy(), where);
      return;
    }
    boolean told = false;
    try {
      work(engine);
      compactAndGoOn(engine, where);
    } catch (UncheckedIOException | IllegalStateException e) {
      assertPlanned(e, where);
      told = true;
      RuntimeException again =
          assertThrows(RuntimeException.class, () -> engine.put(Concept.builder("x").build()));
      assertPlanned(again, where);
      assertThrows(IllegalStateException.class, engine::flush, where);
    }
    try (Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, acknowledged, where);
    }
    try {
      engine.close();
    } catch (UncheckedIOException e) {
      assertPlanned(e, where);
      told = true;
    }
    assertThrows(IllegalStateException.class, engine::snapshot, where);
    assertTrue(told || attempted == acknowledged, where);
    reopen(storage.copy(), where);
  }

  private void work(StorageEngine engine) {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        attempted++;
        engine.apply(PairWorkload.transaction(attempted));
        acknowledged = attempted;
      }
      engine.flush();
    }
  }

  private void compactAndGoOn(StorageEngine engine, String where) {
    try {
      engine.compact();
    } catch (UncheckedIOException e) {
      assertPlanned(e, where);
      // Only the log's failures are final.
      engine.compact();
    }
    assertEquals(1, engine.stats().segments(), where);
    attempted++;
    engine.apply(PairWorkload.transaction(attempted));
    acknowledged = attempted;
  }

  private void reopen(CrashStorage storage, String where) throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS);
        Snapshot snapshot = engine.snapshot()) {
      int reached = PairWorkload.checkWhole(snapshot, where);
      assertTrue(reached >= acknowledged && reached <= attempted, where + " reached " + reached);
      engine.apply(PairWorkload.transaction(reached + 1));
      engine.compact();
      try (Snapshot after = engine.snapshot()) {
        PairWorkload.check(after, reached + 1, where);
      }
    }
  }

  private static void assertPlanned(Throwable thrown, String where) {
    Throwable cause = thrown;
    while (cause != null && !String.valueOf(cause.getMessage()).startsWith("planned failure")) {
      cause = cause.getCause();
    }
    if (cause == null) {
      throw new AssertionError(where + " gave " + thrown, thrown);
    }
  }

  @Test
  void closeAfterAFailureReleasesTheDirectory() throws IOException {
    StorageEngine engine =
        StorageEngine.open(new FailingForce(FileSystemStorage.open(directory)), OPTIONS);
    assertThrows(UncheckedIOException.class, () -> engine.apply(PairWorkload.transaction(1)));
    assertThrows(UncheckedIOException.class, engine::close);
    StorageEngine.open(directory, OPTIONS).close();
    engine.close();
  }

  /** Storage on which no log can be forced. */
  private static final class FailingForce extends ForwardingStorage {
    FailingForce(FileSystemStorage inner) {
      super(inner);
    }

    @Override
    protected void before(String operation, String name) throws IOException {
      if (operation.equals("force") && name.endsWith(".log")) {
        throw new IOException("planned failure: force " + name);
      }
    }
  }

  @Test
  void damageFoundByAWriteStopsWritesAndIsNotHalfApplied() throws IOException {
    CrashStorage storage = new CrashStorage();
    String padding = "word ".repeat(300);
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      for (int i = 0; i < 100; i++) {
        engine.put(concept(i, padding));
      }
      engine.flush();
    }
    String segment =
        storage.list().stream().filter(name -> name.endsWith(".segment")).findFirst().orElseThrow();
    byte[] bytes = storage.read(segment, 1 << 24);
    bytes[20_000] ^= 1;
    storage.set(segment, bytes);
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      int damaged = -1;
      for (int i = 0; damaged < 0; i++) {
        try (Snapshot snapshot = engine.snapshot()) {
          assertNotNull(snapshot.concept(id(i)));
        } catch (CorruptFileException e) {
          assertEquals(segment, e.file());
          damaged = i;
        }
      }
      RowBatch rows = new RowBatch();
      rows.put(
          RowKeys.concept("first"),
          ConceptRow.encode(Concept.builder("first").text("half").build(), null));
      rows.put(RowKeys.concept(id(damaged)), ConceptRow.encode(concept(damaged, "new"), null));
      CorruptFileException thrown =
          assertThrows(CorruptFileException.class, () -> engine.apply(rows));
      assertEquals(segment, thrown.file());
      IllegalStateException later =
          assertThrows(IllegalStateException.class, () -> engine.put(Concept.builder("x").build()));
      assertEquals(thrown, later.getCause());
      assertThrows(IllegalStateException.class, engine::flush);
      try (Snapshot snapshot = engine.snapshot()) {
        assertFalse(snapshot.concept("first") != null, "half of the transaction is seen");
        assertEquals(0, snapshot.search(new TextSearch("half", 9, null)).size());
        assertNotNull(snapshot.concept(id(0)));
      }
    }
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "c%03d", number);
  }

  private static Concept concept(int number, String text) {
    return Concept.builder(id(number)).text(text).build();
  }
}
