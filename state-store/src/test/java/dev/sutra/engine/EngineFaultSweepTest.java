package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.tools.LogRepair;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Every call of a store's I/O fails once: while it is written under an outer log, while it is
 * opened after a crash, while its log is repaired. {@code -Dsutra.fault.images=N} for opens of so
 * many crashed stores of each kind; {@code -Dsutra.fault.seed=S} for the same ones again.
 */
class EngineFaultSweepTest {
  private static final int IMAGES = Integer.getInteger("sutra.fault.images", 12);
  private static final long SEED = Long.getLong("sutra.fault.seed", new Random().nextInt(999_999));
  private static final int CALLS_MAX = 2_000;

  /** Options of {@link #damagedLog}. */
  static final EngineOptions ONE_LOG =
      CrashLife.Kind.SYNC_POWER_CUT.options().withMemtableBytesMax(32 << 20);

  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");

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

  static Stream<Arguments> kindsAndFaults() {
    return Stream.of(CrashLife.Kind.values())
        .flatMap(
            kind -> Stream.of(CrashStorage.Fault.values()).map(fault -> Arguments.of(kind, fault)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndFaults")
  void failureOfAnyCallLosesNothingAcknowledged(CrashLife.Kind kind, CrashStorage.Fault fault)
      throws IOException {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      assertTrue(n < CALLS_MAX, "the workload does not end");
      String where = kind + " " + fault + " of call " + n;
      CrashStorage storage = new CrashStorage();
      storage.failAt(n, fault);
      acknowledged = 0;
      attempted = 0;
      try {
        live(kind, storage);
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        assertPlanned(e, where);
      }
      failed = storage.hasFailed();
      check(kind, storage.copy(), where);
    }
  }

  private void live(CrashLife.Kind kind, CrashStorage storage) throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, kind.options())) {
      for (int number = 1; number <= 14; number++) {
        write(kind, engine, number);
        if (number % 4 == 0) {
          engine.flush();
        }
        if (number == 11) {
          engine.compact();
        }
      }
    }
  }

  private void write(CrashLife.Kind kind, StorageEngine engine, int number) {
    if (kind.outerLog()) {
      engine.apply(PairWorkload.transaction(number));
      if (number % 3 == 0) {
        attempted = number;
        engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        acknowledged = number;
      }
    } else {
      attempted = number;
      engine.apply(PairWorkload.transaction(number));
      acknowledged = number;
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndFaults")
  void failureOfAnyCallAtOpenHarmsNothing(CrashLife.Kind kind, CrashStorage.Fault fault)
      throws IOException {
    int done = 0;
    for (long seed = SEED; done < IMAGES; seed++) {
      List<CrashLife.Image> images = new CrashLife(kind, seed, new CrashStorage()).live();
      Random random = new Random(seed);
      for (int i = 0; i < 4 && done < IMAGES; i++, done++) {
        failEachCallOfOpen(kind, fault, images.get(random.nextInt(images.size())));
      }
    }
  }

  private void failEachCallOfOpen(
      CrashLife.Kind kind, CrashStorage.Fault fault, CrashLife.Image image) throws IOException {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      String where = image.where() + ", at open " + fault + " of call " + n;
      CrashStorage storage = image.storage().copy();
      storage.failAt(n, fault);
      try {
        StorageEngine.open(storage, kind.options()).close();
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        assertPlanned(e, where);
      }
      failed = storage.hasFailed();
      acknowledged = kind.keepsAcknowledged() ? image.acknowledged() : 0;
      attempted = image.attempted();
      check(kind, storage.copy(), where);
    }
  }

  private void check(CrashLife.Kind kind, CrashStorage storage, String where) throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, kind.options());
        Snapshot snapshot = engine.snapshot()) {
      int reached = PairWorkload.checkWhole(snapshot, where);
      assertTrue(
          reached >= acknowledged && reached <= attempted,
          () -> where + " reached " + reached + " of " + acknowledged + " to " + attempted);
      // It works again: writes, flushes and merges.
      engine.apply(PairWorkload.transaction(reached + 1));
      engine.compact();
      try (Snapshot after = engine.snapshot()) {
        PairWorkload.check(after, reached + 1, where);
      }
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems(), where);
  }

  @ParameterizedTest
  @EnumSource
  void failureOfAnyCallOfARepairCanBeRepeated(CrashStorage.Fault fault) throws IOException {
    CrashStorage damaged = damagedLog();
    boolean failed = true;
    for (int n = 1; failed; n++) {
      String where = fault + " of call " + n;
      CrashStorage storage = damaged.copy();
      storage.failAt(n, fault);
      try {
        LogRepair.run(storage);
      } catch (IOException e) {
        assertPlanned(e, where);
      }
      failed = storage.hasFailed();
      CrashStorage again = storage.copy();
      for (String name : again.list()) {
        if (name.endsWith(".damaged")) {
          // It says itself that an earlier copy has to be moved away.
          again.delete(name);
        }
      }
      LogRepair.run(again);
      try (StorageEngine engine = StorageEngine.open(again, ONE_LOG);
          Snapshot snapshot = engine.snapshot()) {
        assertEquals(5, PairWorkload.checkWhole(snapshot, where), where);
      }
    }
  }

  /** A store of nine transactions whose sixth is damaged in the log. */
  static CrashStorage damagedLog() throws IOException {
    CrashStorage storage = new CrashStorage();
    long end;
    try (StorageEngine engine = StorageEngine.open(storage, ONE_LOG)) {
      for (int number = 1; number <= 5; number++) {
        engine.apply(PairWorkload.transaction(number));
      }
      end = storage.size(log(storage));
      for (int number = 6; number <= 9; number++) {
        engine.apply(PairWorkload.transaction(number));
      }
    }
    byte[] bytes = storage.read(log(storage), 1 << 20);
    bytes[(int) end + 40] ^= 1;
    storage.set(log(storage), bytes);
    assertThrows(RuntimeException.class, () -> StorageEngine.open(storage, ONE_LOG));
    return storage;
  }

  private static String log(CrashStorage storage) throws IOException {
    return storage.list().stream().filter(n -> LogFiles.number(n) >= 0).findFirst().orElseThrow();
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
}
