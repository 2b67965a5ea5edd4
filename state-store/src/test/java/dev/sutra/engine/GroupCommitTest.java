package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Writers that share a force, and what readers see until it ends. */
class GroupCommitTest {
  private static final int WRITERS = 6;
  private static final int HANG_SECONDS = 60;
  private static final EngineOptions SYNC =
      EngineOptions.standalone(2).withAnalyzer("standard").withMemtableBytesMax(1 << 20);

  private final CrashStorage disk = new CrashStorage();
  private final SlowDisk storage = new SlowDisk(disk);

  /** Storage whose log forces wait for an optional gate, and then may fail. */
  private static final class SlowDisk extends ForwardingStorage {
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable CountDownLatch gate;
    private volatile boolean fails;

    SlowDisk(CrashStorage inner) {
      super(inner);
    }

    @Override
    protected void before(String operation, String name) throws IOException {
      if (!operation.equals("force") || !name.endsWith(".log")) {
        return;
      }
      forces.incrementAndGet();
      CountDownLatch current = gate;
      if (current != null) {
        waiting.incrementAndGet();
        try {
          assertTrue(current.await(HANG_SECONDS, TimeUnit.SECONDS), "nothing happens");
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      if (fails) {
        throw new IOException("planned failure: force " + name);
      }
    }
  }

  @Test
  void writersShareAForceAndNothingIsSeenBeforeIt() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, SYNC);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      CountDownLatch gate = new CountDownLatch(1);
      storage.gate = gate;
      List<Future<?>> writers = startWriters(engine, threads);
      try (Snapshot snapshot = engine.snapshot()) {
        assertEquals(0, snapshot.sequence(), "seen before it is on the disk");
      }
      gate.countDown();
      for (Future<?> writer : writers) {
        writer.get(HANG_SECONDS, TimeUnit.SECONDS);
      }
      assertEquals(2, storage.forces.get(), "one of the first, one of all others");
      assertEquals(WRITERS, engine.stats().concepts());
    }
  }

  @Test
  void failedForceFailsAllWaitingWriters() throws Exception {
    StorageEngine engine = StorageEngine.open(storage, SYNC);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      CountDownLatch gate = new CountDownLatch(1);
      storage.gate = gate;
      storage.fails = true;
      List<Future<?>> writers = startWriters(engine, threads);
      gate.countDown();
      for (Future<?> writer : writers) {
        ExecutionException e =
            assertThrows(
                ExecutionException.class, () -> writer.get(HANG_SECONDS, TimeUnit.SECONDS));
        assertInstanceOf(UncheckedIOException.class, e.getCause());
      }
    }
    assertEquals(1, storage.forces.get(), "forced again after a failure");
    assertEquals(0, engine.stats().concepts());
    assertThrows(IllegalStateException.class, () -> engine.put(concept("late")));
    assertThrows(UncheckedIOException.class, engine::close);
    storage.fails = false;
    StorageEngine.open(disk.copy(), SYNC).close();
  }

  private static boolean waitsForAForce(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals("dev.sutra.lsm.log.GroupCommit"));
  }

  /** Starts one writer that forces, and others that wait for it. */
  private List<Future<?>> startWriters(StorageEngine engine, ExecutorService threads) {
    List<Future<?>> writers = new ArrayList<>();
    writers.add(threads.submit(() -> engine.put(concept("c0"))));
    Awaitility.await().until(() -> storage.waiting.get() == 1);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 1; i < WRITERS; i++) {
      String id = "c" + i;
      writers.add(
          threads.submit(
              () -> {
                synchronized (waiting) {
                  waiting.add(Thread.currentThread());
                }
                engine.put(concept(id));
              }));
    }
    Awaitility.await()
        .until(
            () -> {
              synchronized (waiting) {
                return waiting.size() == WRITERS - 1
                    && waiting.stream().allMatch(GroupCommitTest::waitsForAForce);
              }
            });
    return writers;
  }

  @Test
  void conflictWithAWriteThatIsNotOnTheDiskYetIsFound() throws Exception {
    try (StorageEngine engine = StorageEngine.open(storage, SYNC);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      engine.put(concept("a"));
      int before = storage.waiting.get();
      CountDownLatch gate = new CountDownLatch(1);
      storage.gate = gate;
      Future<?> writer = threads.submit(() -> engine.put(concept("a")));
      Awaitility.await().until(() -> storage.waiting.get() > before);
      try (Transaction transaction = engine.begin()) {
        transaction.put(concept("a"));
        gate.countDown();
        writer.get(HANG_SECONDS, TimeUnit.SECONDS);
        assertThrows(TransactionConflictException.class, transaction::commit);
      }
    }
  }

  @Test
  void closeForcesTheLogForWaitingWriters() throws Exception {
    StorageEngine engine = StorageEngine.open(storage, SYNC);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      CountDownLatch gate = new CountDownLatch(1);
      storage.gate = gate;
      List<Future<?>> writers = startWriters(engine, threads);
      Future<?> close = threads.submit(engine::close);
      gate.countDown();
      for (Future<?> writer : writers) {
        writer.get(HANG_SECONDS, TimeUnit.SECONDS);
      }
      close.get(HANG_SECONDS, TimeUnit.SECONDS);
    }
    try (StorageEngine again = StorageEngine.open(disk.crash(new Random(1)), SYNC)) {
      assertEquals(WRITERS, again.stats().concepts());
    }
  }

  @Test
  void writesGoOnWhileAFullMemtablesLogIsForced() throws Exception {
    EngineOptions process = SYNC.withDurability(Durability.PROCESS);
    try (StorageEngine engine = StorageEngine.open(storage, process)) {
      CountDownLatch gate = new CountDownLatch(1);
      storage.gate = gate;
      int written = 0;
      while (storage.waiting.get() == 0) {
        engine.put(concept("c" + written++));
      }
      for (int i = 0; i < 10; i++) {
        engine.put(concept("after" + i));
      }
      try (Snapshot snapshot = engine.snapshot()) {
        assertNotNull(snapshot.concept("after9"));
        assertEquals(0, snapshot.stats().segments());
      }
      gate.countDown();
      storage.gate = null;
      engine.flush();
      assertEquals(written + 10, engine.stats().concepts());
    }
  }

  private static Concept concept(String id) {
    return Concept.builder(id).text("some words ".repeat(20)).build();
  }
}
