package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The power is cut, or a call fails, while codebooks are learned and segments coded. */
class CodebookCrashTest {
  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");
  private static final int RUNS = 3;
  private static final int CALLS_MAX = 500;
  private static final int DIMENSION = 2;
  private static final TreeLimits LIMITS =
      new TreeLimits(24, 48, 3, 1, 10, new CodingLimits(8, 16, Integer.MAX_VALUE));
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(DIMENSION)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS);

  private final long seed = new Random().nextInt(1_000_000);

  /** Each planned failure would also be logged. */
  @BeforeAll
  static void silenceTheLog() {
    BACKGROUND.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    BACKGROUND.setLevel(null);
  }

  @Test
  void powerCutWhileVectorsAreCodedLeavesAStore() throws IOException {
    for (long run = seed; run < seed + RUNS; run++) {
      check(run, "");
    }
  }

  /**
   * Learns twice, with power cuts before each call.
   *
   * @param ignored the line whose barriers do nothing; empty for none
   * @return whether that line asked for one
   */
  static boolean check(long seed, String ignored) throws IOException {
    CrashStorage disk = new CrashStorage();
    disk.ignoreBarriersOf(ignored);
    List<CrashStorage> left = new ArrayList<>();
    Random cuts = new Random(~seed);
    ForwardingStorage cutting =
        new ForwardingStorage(disk) {
          @Override
          protected void before(String operation, String name) {
            synchronized (left) {
              left.add(disk.crash(cuts));
            }
          }
        };
    live(cutting, new Random(seed));
    for (int i = 0; i < left.size(); i++) {
      checkStore(left.get(i), "seed " + seed + " image " + i);
    }
    return disk.siteReached();
  }

  @ParameterizedTest
  @EnumSource
  void failureOfAnyCallLeavesAStore(CrashStorage.Fault fault) throws IOException {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      assertTrue(n < CALLS_MAX, "the workload does not end");
      CrashStorage storage = new CrashStorage();
      storage.failAt(n, fault);
      try {
        live(storage, new Random(seed));
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        assertTrue(storage.hasFailed(), String.valueOf(e));
      }
      failed = storage.hasFailed();
      checkStore(storage.copy(), "seed " + seed + ", " + fault + " of call " + n);
    }
  }

  private static void live(Storage storage, Random random) throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, LIMITS)) {
      put(engine, random, 0, 30);
      engine.trainQuantizer();
      put(engine, random, 20, 60);
      engine.compact();
      engine.trainQuantizer();
      engine.compact();
    }
  }

  private static void put(StorageEngine engine, Random random, int from, int to) {
    for (int i = from; i < to; i++) {
      float[] vector = {(float) random.nextGaussian(), 1};
      engine.put(Concept.builder("c" + i).vector(vector).build());
    }
  }

  private static void checkStore(CrashStorage storage, String where) throws IOException {
    try {
      // By itself, it codes nothing of so few vectors, and changes nothing more once it is open.
      StorageEngine.open(storage, OPTIONS, TreeLimits.DEFAULT).close();
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems(), where);
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS, LIMITS);
        Snapshot snapshot = engine.snapshot()) {
      float[] vector = {1, 1};
      SimilarQuery query = VectorStore.query(vector, 100);
      SimilarHits hits = snapshot.similar(query);
      assertEquals(snapshot.stats().vectors(), hits.items().size(), where);
      if (engine.stats().vectors() >= 16) {
        engine.trainQuantizer();
        engine.compact();
        try (Snapshot after = engine.snapshot()) {
          assertFalse(after.similar(query).exact(), where);
        }
      }
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems(), where);
  }
}
