package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.io.GatedStorage;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.LogLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Stores that share one memory budget. */
class SharedBudgetTest {
  private static final long BUDGET_BYTES = 4 << 20;

  /** What stores may hold beyond the budget: the floor, and a transaction. */
  private static final long SLACK_BYTES = 512 * 1024;

  private static final TreeLimits LIMITS =
      new TreeLimits(24, 48, 3, 1, 10).withLog(new LogLimits(Long.MAX_VALUE, 0));

  private final MemoryBudget budget = MemoryBudget.ofBytes(BUDGET_BYTES);
  private final EngineOptions options =
      EngineOptions.standalone(4)
          .withAnalyzer("standard")
          .withDurability(Durability.PROCESS)
          .withMemoryBudget(budget);
  private final EngineOptions outer =
      EngineOptions.underOuterLog(4).withAnalyzer("standard").withMemoryBudget(budget);
  private final CrashStorage first = new CrashStorage();
  private final CrashStorage second = new CrashStorage();

  private final Logger background = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");

  @AfterEach
  void everythingIsGivenBack() {
    assertEquals(0, budget.usedBytes());
  }

  @Test
  void manyStoresStayWithinTheBudget() throws IOException {
    int stores = 24;
    int rounds = 1_500;
    List<StorageEngine> engines = new ArrayList<>();
    for (int i = 0; i < stores; i++) {
      engines.add(open(new CrashStorage(), options));
    }
    long most = 0;
    for (int round = 0; round < rounds; round++) {
      for (StorageEngine engine : engines) {
        engine.put(concept(round));
      }
      most = Math.max(most, budget.usedBytes());
    }
    assertTrue(most < BUDGET_BYTES + stores * MemoryBudget.FLOOR_BYTES / 4, most + " bytes");
    assertTrue(most > BUDGET_BYTES / 2, most + " bytes");
    for (StorageEngine engine : engines) {
      assertTrue(engine.stats().maintenance().flushes() > 0);
      assertEquals(rounds, engine.stats().concepts());
      engine.close();
    }
  }

  @Test
  void anotherStoresLargerMemtableIsFlushedFirst() throws IOException {
    try (StorageEngine large = open(first, options);
        StorageEngine small = open(second, options)) {
      fill(large, BUDGET_BYTES / 2, small);
      int written = fill(small, BUDGET_BYTES / 3, large);
      Awaitility.await().until(() -> large.stats().maintenance().flushes() == 1);
      assertEquals(0, small.stats().maintenance().flushes());
      assertEquals(written, small.stats().concepts());
    }
  }

  @Test
  void writersWaitForRoomAndGoOn() throws Exception {
    GatedStorage gated = new GatedStorage(first);
    try (StorageEngine large = open(gated, options);
        StorageEngine small = open(second, options)) {
      GatedStorage.Gate gate = gated.stopAt("force", ".segment");
      Thread writer = Thread.ofPlatform().start(() -> write(large, 0, 20_000));
      gate.awaitReached();
      Awaitility.await().until(() -> large.stats().maintenance().stalls() == 1);
      // The store whose flush does not end holds the memory; the other one still takes writes.
      write(small, 0, 5_000);
      assertTrue(budget.usedBytes() < BUDGET_BYTES + SLACK_BYTES, budget.usedBytes() + " bytes");
      gate.open();
      writer.join();
      assertEquals(20_000, large.stats().concepts());
      assertTrue(large.stats().maintenance().stallNanos() > 0);
      assertEquals(5_000, small.stats().concepts());
    }
  }

  @Test
  void failedDiskStopsItsOwnStoreOnly() throws IOException {
    FailingSegments disk = new FailingSegments(first);
    // Each of many planned failures would also be logged.
    background.setLevel(Level.OFF);
    try (StorageEngine failing = open(disk, options);
        StorageEngine sound = open(second, options)) {
      assertThrows(UncheckedIOException.class, () -> write(failing, 0, 100_000));
      write(sound, 0, 5_000);
      assertEquals(5_000, sound.stats().concepts());
      assertTrue(budget.usedBytes() < BUDGET_BYTES + SLACK_BYTES, budget.usedBytes() + " bytes");
      disk.fails = false;
      failing.flush();
      write(failing, 200_000, 201_000);
      failing.flush();
      assertTrue(failing.stats().concepts() > 1_000);
    } finally {
      background.setLevel(null);
    }
  }

  @Test
  void transactionLargerThanTheBudgetIsTaken() throws IOException {
    try (StorageEngine engine = open(first, options);
        StorageEngine other = open(second, options)) {
      RowBatch rows = new RowBatch();
      for (int i = 0; i < 60_000; i++) {
        rows.put(RowKeys.concept("c" + i), ConceptRow.encode(concept(i), null), concept(i));
      }
      assertTrue(rows.bytes() > BUDGET_BYTES);
      engine.apply(rows);
      engine.apply(rows);
      write(other, 0, 3_000);
      assertEquals(60_000, engine.stats().concepts());
      assertEquals(3_000, other.stats().concepts());
    }
  }

  @Test
  void replayOfLongLogsStaysWithinTheBudget() throws IOException {
    EngineOptions alone = options.withMemoryBudget(MemoryBudget.ofBytes(64 << 20));
    try (StorageEngine writer = open(first, alone);
        StorageEngine another = open(second, alone)) {
      write(writer, 0, 12_000);
      write(another, 0, 12_000);
    }
    try (StorageEngine opened = open(first, options);
        StorageEngine other = open(second, options)) {
      assertTrue(opened.stats().segments() > 0);
      assertTrue(budget.usedBytes() < BUDGET_BYTES + SLACK_BYTES, budget.usedBytes() + " bytes");
      assertEquals(12_000, opened.stats().concepts());
      assertEquals(12_000, other.stats().concepts());
    }
  }

  @Test
  void commitReleasesWhatTheCommittedStateRetained() throws IOException {
    try (StorageEngine engine = open(first, outer)) {
      write(engine, 0, 1_000);
      engine.commit(data(1));
      write(engine, 1_000, 1_100);
      engine.flush();
      long retained = budget.usedBytes();
      assertTrue(retained > 1_000 * 100, retained + " bytes");
      write(engine, 1_100, 1_110);
      engine.commit(data(2));
      assertTrue(budget.usedBytes() < retained / 4, budget.usedBytes() + " bytes");
      try (Snapshot committed = engine.committedSnapshot()) {
        assertEquals(1_110, committed.stats().concepts());
      }
    }
  }

  @Test
  void memtablesWithoutCommittedRowsAreNotRetained() throws IOException {
    try (StorageEngine engine = open(first, outer)) {
      for (int i = 0; i < 3; i++) {
        write(engine, 1_000 * i, 1_000 * (i + 1));
        engine.flush();
        assertTrue(budget.usedBytes() < 50_000, budget.usedBytes() + " bytes");
      }
      try (Snapshot committed = engine.committedSnapshot()) {
        assertEquals(0, committed.stats().concepts());
        assertEquals(null, committed.concept("c1"));
      }
      engine.commit(data(1));
      engine.delete("c1");
      engine.flush();
      try (Snapshot committed = engine.committedSnapshot()) {
        assertEquals(3_000, committed.stats().concepts());
        assertEquals(concept(1), committed.concept("c1"));
      }
    }
  }

  @Test
  void rollbackReleases() throws IOException {
    try (StorageEngine engine = open(first, outer)) {
      write(engine, 0, 10);
      engine.commit(data(1));
      long before = budget.usedBytes();
      write(engine, 10, 3_000);
      engine.rollbackToCommit();
      assertTrue(budget.usedBytes() <= before + 50_000, budget.usedBytes() + " bytes");
      // And its budget is asked for room as before.
      write(engine, 0, 30_000);
      assertTrue(engine.stats().maintenance().flushes() > 0);
      assertTrue(budget.usedBytes() < BUDGET_BYTES + SLACK_BYTES, budget.usedBytes() + " bytes");
    }
  }

  private static StorageEngine open(Storage storage, EngineOptions options) throws IOException {
    return StorageEngine.open(storage, options, LIMITS);
  }

  /** Writes until the store holds so many bytes, or something was flushed to make room. */
  private static int fill(StorageEngine engine, long bytes, StorageEngine other) {
    int written = 0;
    while (engine.stats().memoryBytes() < bytes && other.stats().maintenance().flushes() == 0) {
      engine.put(concept(written++));
    }
    return written;
  }

  private static void write(StorageEngine engine, int from, int to) {
    for (int i = from; i < to; i++) {
      engine.put(concept(i));
    }
  }

  private static Concept concept(int number) {
    return Concept.builder("c" + number)
        .text("text of number " + number + " and " + number % 97 + " more")
        .build();
  }

  private static byte[] data(int commit) {
    return ByteBuffer.allocate(4).putInt(commit).array();
  }

  /** A disk that does not take segments. */
  private static final class FailingSegments extends ForwardingStorage {
    private volatile boolean fails = true;

    FailingSegments(Storage inner) {
      super(inner);
    }

    @Override
    protected void before(String operation, String name) throws IOException {
      if (fails && operation.equals("create") && name.endsWith(".segment")) {
        throw new IOException("no room");
      }
    }
  }
}
