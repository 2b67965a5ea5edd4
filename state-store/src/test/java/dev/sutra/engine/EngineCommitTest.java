package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.io.GatedStorage;
import dev.sutra.io.Storage;
import dev.sutra.record.Concept;
import dev.sutra.segment.SegmentFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commits under an outer log that meet flushes and compactions half way. */
class EngineCommitTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.underOuterLog(PairWorkload.DIMENSION).withAnalyzer("standard");
  private static final int CRASHES = 200;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final CrashStorage disk = new CrashStorage();
  private final GatedStorage storage = new GatedStorage(disk);

  @Test
  void commitInsideALaterFlushedMemtableIsNotLost() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 3);
      GatedStorage.Gate gate = storage.stopAt("create", ".segment");
      Thread flush = Thread.ofPlatform().start(engine::flush);
      gate.awaitReached();
      apply(engine, 4, 5);
      engine.commit(data(5));
      apply(engine, 6, 7);
      gate.open();
      flush.join();
      engine.flush();
      assertCommitted(disk.copy(), 5);
      engine.commit(data(7));
      assertCommitted(disk.copy(), 7);
    }
  }

  @Test
  void commitIsNotReliedOnBeforeTheLogsThatItNeedsAreForced() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 1);
      engine.flush();
      apply(engine, 2, 3);
      GatedStorage.Gate gate = storage.stopAt("create", ".segment");
      Thread flush = Thread.ofPlatform().start(engine::flush);
      gate.awaitReached();
      apply(engine, 4, 4);
      engine.commit(data(4));
      for (int i = 0; i < CRASHES; i++) {
        assertWholeCommit(disk.crash(random));
      }
      assertCommitted(disk.copy(), 4);
      gate.open();
      flush.join();
      assertCommitted(disk.copy(), 4);
    }
  }

  @Test
  void closeDuringCompactionKeepsTheVersionToGoBackTo() throws Exception {
    StorageEngine engine = StorageEngine.open(storage, OPTIONS);
    for (int number = 1; number <= 2; number++) {
      apply(engine, number, number);
      engine.commit(data(number));
      engine.flush();
    }
    apply(engine, 3, 3);
    engine.flush();
    GatedStorage.Gate gate = storage.stopAt("create", ".segment");
    Thread compaction =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    engine.compact();
                  } catch (IllegalStateException e) {
                    // The store may be closed before the compaction is done.
                    assertNotNull(e.getMessage());
                  }
                });
    gate.awaitReached();
    Thread close = Thread.ofPlatform().start(engine::close);
    Awaitility.await()
        .until(
            () ->
                close.getState() == Thread.State.WAITING
                    || close.getState() == Thread.State.TERMINATED);
    gate.open();
    close.join();
    compaction.join();
    assertCommitted(disk.copy(), 2);
  }

  @Test
  void rollbackBringsBackTheCommitWhileReadersGoOn() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 3);
      engine.commit(data(3));
      apply(engine, 4, 5);
      engine.flush();
      apply(engine, 6, 9);
      AtomicInteger reads = new AtomicInteger();
      AtomicBoolean stopped = new AtomicBoolean();
      AtomicReference<Throwable> wrong = new AtomicReference<>();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!stopped.get()) {
                        try (Snapshot snapshot = engine.snapshot()) {
                          int now = PairWorkload.checkWhole(snapshot, "while going back");
                          assertTrue(now == 9 || now == 3, "reached " + now);
                        }
                        reads.incrementAndGet();
                      }
                    } catch (RuntimeException | AssertionError e) {
                      wrong.set(e);
                    }
                  });
      Awaitility.await().until(() -> reads.get() > 5);
      engine.rollbackToCommit();
      int then = reads.get();
      Awaitility.await().until(() -> reads.get() > then + 5 || wrong.get() != null);
      stopped.set(true);
      reader.join();
      assertNull(wrong.get());
      assertEquals(3, present(engine.commitData())[3]);
      apply(engine, 4, 4);
      engine.commit(data(4));
      engine.flush();
      engine.rollbackToCommit();
      try (Snapshot snapshot = engine.snapshot()) {
        assertEquals(4, PairWorkload.checkWhole(snapshot, "after all"));
      }
    }
    assertEquals(List.of(), StoreCheck.run(disk).problems());
    assertCommitted(disk.copy(), 4);
  }

  @Test
  void readersMayReleaseMergedSegmentsDuringARollback() throws IOException {
    AtomicReference<@Nullable Snapshot> held = new AtomicReference<>();
    CrashStorage disk = new CrashStorage();
    Storage letsGo =
        new ForwardingStorage(disk) {
          @Override
          protected void before(String operation, String name) {
            Snapshot snapshot = operation.equals("delete") ? held.getAndSet(null) : null;
            if (snapshot != null) {
              snapshot.close();
            }
          }
        };
    try (StorageEngine engine = StorageEngine.open(letsGo, OPTIONS)) {
      for (int number = 1; number <= 3; number++) {
        apply(engine, number, number);
        engine.commit(data(number));
        engine.flush();
      }
      Snapshot before = engine.snapshot();
      engine.compact();
      long segments = disk.list().stream().filter(SegmentFormat::isSegment).count();
      assertEquals(4, segments, "three that the snapshot holds, and what was made of them");
      held.set(before);
      engine.rollbackToCommit();
      assertNull(held.get(), "the rollback deleted nothing");
      try (Snapshot snapshot = engine.snapshot()) {
        assertEquals(3, PairWorkload.checkWhole(snapshot, "after the rollback"));
      }
      assertEquals(1, disk.list().stream().filter(SegmentFormat::isSegment).count());
    }
    assertEquals(List.of(), StoreCheck.run(disk).problems());
  }

  @Test
  void rollbackNeedsAnOuterLog() throws IOException {
    EngineOptions alone = EngineOptions.standalone(PairWorkload.DIMENSION).withAnalyzer("standard");
    try (StorageEngine engine = StorageEngine.open(storage, alone)) {
      assertThrows(IllegalStateException.class, engine::rollbackToCommit);
      apply(engine, 1, 1);
    }
  }

  @Test
  void laterCommitOfTheSameTransactionCounts() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 1);
      engine.flush();
      apply(engine, 2, 2);
      engine.commit(new byte[] {1});
      engine.commit(new byte[] {2});
      engine.flush();
    }
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      assertEquals(2, present(engine.commitData())[0]);
    }
  }

  @Test
  void earlierCommitInARecoveredLogDoesNotCountAgain() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 1);
      engine.commit(new byte[] {1});
    }
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      engine.commit(new byte[] {2});
    }
    for (int i = 0; i < 3; i++) {
      try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
        assertEquals(2, present(engine.commitData())[0]);
      }
    }
  }

  @Test
  void commitAfterASealSurvivesAKillBeforeTheFlush() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 2);
      GatedStorage.Gate gate = storage.stopAt("create", ".segment");
      Thread flush = Thread.ofPlatform().start(engine::flush);
      gate.awaitReached();
      engine.commit(data(2));
      assertCommitted(disk.copy(), 2);
      gate.open();
      flush.join();
    }
  }

  @Test
  void droppedTransactionsNeverComeBack() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 1);
      engine.commit(data(1));
      engine.flush();
      engine.put(Concept.builder("dropped").build());
    }
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 2, 2);
      engine.commit(data(2));
      for (int i = 0; i < CRASHES; i++) {
        assertWholeCommit(disk.crash(random));
      }
    }
  }

  @Test
  void uncommittedTransactionsAreDiscardedAtOpenWhereverTheyAre() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      apply(engine, 1, 2);
      engine.commit(data(2));
      for (int number = 3; number <= 9; number++) {
        apply(engine, number, number);
        if (number % 2 == 0) {
          engine.flush();
        }
      }
      engine.compact();
      apply(engine, 10, 11);
    }
    assertCommitted(disk, 2);
  }

  @Test
  void committedSnapshotShowsTheLastCommitWhateverHappensBelow() throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, OPTIONS)) {
      try (Snapshot none = engine.committedSnapshot()) {
        PairWorkload.check(none, 0, "before the first commit");
      }
      apply(engine, 1, 8);
      engine.commit(data(8));
      apply(engine, 9, 16);
      engine.flush();
      apply(engine, 17, 20);
      engine.compact();
      try (Snapshot committed = engine.committedSnapshot();
          Snapshot now = engine.snapshot()) {
        PairWorkload.check(committed, 8, "committed");
        PairWorkload.check(now, 20, "now");
      }
    }
  }

  private static void apply(StorageEngine engine, int from, int to) {
    for (int number = from; number <= to; number++) {
      engine.apply(PairWorkload.transaction(number));
    }
  }

  private static byte[] data(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static byte[] present(byte @Nullable [] data) {
    return Objects.requireNonNull(data, "commit data");
  }

  private static void assertCommitted(CrashStorage image, int number) throws IOException {
    try (StorageEngine engine = StorageEngine.open(image, OPTIONS)) {
      assertEquals(number, ByteBuffer.wrap(present(engine.commitData())).getInt());
      try (Snapshot snapshot = engine.snapshot()) {
        PairWorkload.check(snapshot, number, "committed " + number);
      }
    }
  }

  /** Whichever commit a power cut left, its state is there and nothing else. */
  private void assertWholeCommit(CrashStorage image) throws IOException {
    try (StorageEngine engine = StorageEngine.open(image, OPTIONS)) {
      byte[] data = engine.commitData();
      int number = data == null ? 0 : ByteBuffer.wrap(data).getInt();
      try (Snapshot snapshot = engine.snapshot()) {
        PairWorkload.check(snapshot, number, "seed " + seed);
        assertNull(snapshot.concept("dropped"), "seed " + seed);
      }
    }
  }
}
