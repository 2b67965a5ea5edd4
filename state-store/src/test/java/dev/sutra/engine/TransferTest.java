package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several threads change the same concepts in transactions, and try again after a conflict. */
class TransferTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 150;
  private static final int ACCOUNTS = 6;
  private static final float TOTAL = 1f * ACCOUNTS / 2;
  private static final int HANG_SECONDS = 120;

  @TempDir Path directory;

  private final AtomicInteger running = new AtomicInteger(THREADS);

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"PROCESS", "SYNC"})
  void transfersKeepTheSumInEverySnapshot(Durability durability) throws Exception {
    EngineOptions options =
        EngineOptions.standalone(2).withDurability(durability).withMemtableBytesMax(64 * 1024);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        engine.put(account(i, 0.5f));
      }
      List<Callable<Integer>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        long seed = thread;
        work.add(() -> transfer(engine, new Random(seed)));
      }
      work.add(() -> watch(engine));
      runAll(work);
    }
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      assertSum(engine);
    }
  }

  private int transfer(StorageEngine engine, Random random) {
    int conflicts = 0;
    try {
      for (int round = 0; round < ROUNDS; ) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        try (Transaction transaction = engine.begin()) {
          float a = strength(transaction.concept("account-" + from));
          float b = strength(transaction.concept("account-" + to));
          // Sixteenths, so that sums are exact.
          float amount = Math.min(a, 1 - b) >= 1 / 16f ? 1 / 16f : 0;
          transaction.put(account(from, a - amount));
          transaction.put(account(to, b + amount));
          transaction.commit();
          round++;
        } catch (TransactionConflictException e) {
          conflicts++;
        }
      }
    } finally {
      running.decrementAndGet();
    }
    return conflicts;
  }

  private int watch(StorageEngine engine) {
    int seen = 0;
    while (running.get() > 0) {
      assertSum(engine);
      seen++;
    }
    return seen;
  }

  private static void assertSum(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      float sum = 0;
      for (int i = 0; i < ACCOUNTS; i++) {
        sum += strength(snapshot.concept("account-" + i));
      }
      assertEquals(TOTAL, sum);
    }
  }

  @Test
  void noUpdateIsLost() throws Exception {
    EngineOptions options = EngineOptions.standalone(2).withDurability(Durability.PROCESS);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      engine.put(Concept.builder("counter").createdAt(0).build());
      List<Callable<Integer>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        work.add(() -> count(engine));
      }
      runAll(work);
      try (Snapshot snapshot = engine.snapshot()) {
        Concept counter = snapshot.concept("counter");
        assertNotNull(counter);
        assertEquals(THREADS * ROUNDS, counter.updatedAt());
      }
    }
  }

  private static int count(StorageEngine engine) {
    int conflicts = 0;
    for (int round = 0; round < ROUNDS; ) {
      try (Transaction transaction = engine.begin()) {
        Concept counter = transaction.concept("counter");
        assertNotNull(counter);
        transaction.put(
            Concept.builder("counter").createdAt(0).updatedAt(counter.updatedAt() + 1).build());
        transaction.commit();
        round++;
      } catch (TransactionConflictException e) {
        conflicts++;
      }
    }
    return conflicts;
  }

  @Test
  void deleteOutsideOfTransactionsLeavesNoHalfEdge() throws Exception {
    EngineOptions options = EngineOptions.standalone(2).withDurability(Durability.PROCESS);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      for (int round = 0; round < 200; round++) {
        engine.put(Concept.builder("hub").build());
        int number = round;
        runAll(
            List.of(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    engine.associate(Association.of("hub", "IS", "x" + i, 1, number));
                  }
                  return 0;
                },
                () -> {
                  engine.delete("hub");
                  return 0;
                }));
        engine.delete("hub");
        try (Snapshot snapshot = engine.snapshot()) {
          assertEquals(0, snapshot.stats().associations());
          for (int i = 0; i < 5; i++) {
            NeighborQuery in = new NeighborQuery("x" + i, Direction.IN, null, 1, null);
            assertEquals(List.of(), snapshot.neighbors(in).items());
          }
        }
      }
    }
  }

  private static void runAll(List<Callable<Integer>> work) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Future<Integer> each : threads.invokeAll(work)) {
        assertTrue(each.get(HANG_SECONDS, TimeUnit.SECONDS) >= 0);
      }
    }
  }

  private static float strength(@Nullable Concept account) {
    assertNotNull(account);
    return account.strength();
  }

  private static Concept account(int number, float strength) {
    return Concept.builder("account-" + number).strength(strength).build();
  }
}
