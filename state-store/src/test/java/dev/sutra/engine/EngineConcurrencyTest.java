package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.TextSearch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers that check whole snapshots while one writer, flushes and compactions go on; and stores
 * and snapshots that are closed under their readers. {@code -Dsutra.concurrency.seconds=N} for each
 * test to go on for so long.
 */
class EngineConcurrencyTest {
  private static final int TRANSACTIONS =
      Integer.getInteger("sutra.concurrency.transactions", 4_000);
  private static final long SECONDS = Long.getLong("sutra.concurrency.seconds", 0);
  private static final int READERS = 4;
  private static final int HANG_SECONDS = 120;

  @TempDir Path directory;

  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

  @Test
  void everySnapshotIsOneMoment() throws Exception {
    EngineOptions options =
        EngineOptions.standalone(PairWorkload.DIMENSION)
            .withAnalyzer("standard")
            .withDurability(Durability.PROCESS)
            .withMemtableBytesMax(256 * 1024);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      churn(engine, false);
    }
    try (StorageEngine engine = StorageEngine.open(directory, options);
        Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, written.get(), "reopened");
    }
  }

  @Test
  void everyCommittedSnapshotIsOneCommit() throws Exception {
    EngineOptions options =
        EngineOptions.underOuterLog(PairWorkload.DIMENSION)
            .withAnalyzer("standard")
            .withMemtableBytesMax(256 * 1024);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      churn(engine, true);
    }
    try (StorageEngine engine = StorageEngine.open(directory, options);
        Snapshot snapshot = engine.snapshot()) {
      PairWorkload.check(snapshot, committed.get(), "reopened");
    }
  }

  private void churn(StorageEngine engine, boolean commits) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(reader(engine, commits)));
      }
      Future<?> maintenance =
          threads.submit(
              () -> {
                for (int i = 0; !stopped.get(); i++) {
                  if (i % 5 == 4) {
                    engine.compact();
                  } else {
                    engine.flush();
                  }
                }
              });
      try {
        for (int number = 1; number <= TRANSACTIONS || goesOn(); number++) {
          engine.apply(PairWorkload.transaction(number));
          written.set(number);
          if (commits && number % 50 == 0) {
            engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
            committed.set(number);
          }
        }
      } finally {
        stopped.set(true);
      }
      maintenance.get(HANG_SECONDS, TimeUnit.SECONDS);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get(HANG_SECONDS, TimeUnit.SECONDS) > 0, "a reader saw nothing");
      }
    }
  }

  private boolean goesOn() {
    return System.nanoTime() < end;
  }

  private Callable<Integer> reader(StorageEngine engine, boolean commits) {
    return () -> {
      int seen = 0;
      int last = 0;
      while (!stopped.get()) {
        int before = written.get();
        int committedBefore = committed.get();
        try (Snapshot snapshot = engine.snapshot()) {
          int now = PairWorkload.checkWhole(snapshot, "while writing");
          assertTrue(now >= before && now >= last, "a snapshot of the past");
          last = now;
        }
        if (commits) {
          try (Snapshot snapshot = engine.committedSnapshot()) {
            int now = PairWorkload.checkWhole(snapshot, "while committing");
            assertTrue(now >= committedBefore, "a commit of the past");
            assertEquals(0, now % 50, "between commits");
          }
        }
        seen++;
      }
      return seen;
    };
  }

  @Test
  void closeWhileReadersRunGivesThemAnExceptionAtWorst() throws Exception {
    EngineOptions options =
        EngineOptions.standalone(PairWorkload.DIMENSION)
            .withAnalyzer("standard")
            .withDurability(Durability.PROCESS);
    for (int round = 0; round < 20 || goesOn(); round++) {
      Path store = directory.resolve("store-" + round % 20);
      closeUnderReaders(StorageEngine.open(store, options));
    }
  }

  private static void closeUnderReaders(StorageEngine engine) throws Exception {
    int first = next(engine);
    for (int number = first; number < first + 30; number++) {
      engine.apply(PairWorkload.transaction(number));
      if (number % 7 == 0) {
        engine.flush();
      }
    }
    AtomicInteger reads = new AtomicInteger();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> readUntilClosed(engine, reads)));
      }
      Future<?> compaction = threads.submit(() -> writeUntilClosed(engine));
      while (reads.get() < 2 * READERS) {
        Thread.onSpinWait();
      }
      engine.close();
      compaction.get(HANG_SECONDS, TimeUnit.SECONDS);
      for (Future<?> reader : readers) {
        reader.get(HANG_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private static int next(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      return 1 + (int) snapshot.sequence();
    }
  }

  private static void readUntilClosed(StorageEngine engine, AtomicInteger reads) {
    while (true) {
      Snapshot snapshot;
      try {
        snapshot = engine.snapshot();
      } catch (IllegalStateException e) {
        return;
      }
      try (snapshot) {
        PairWorkload.checkWhole(snapshot, "while closing");
        reads.incrementAndGet();
      }
    }
  }

  private static void writeUntilClosed(StorageEngine engine) {
    try {
      for (int number = next(engine); ; number++) {
        engine.apply(PairWorkload.transaction(number));
        engine.compact();
      }
    } catch (IllegalStateException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("closed"), e.toString());
    }
  }

  @Test
  void snapshotClosedUnderItsReadersDoesNotCrash() throws IOException, InterruptedException {
    EngineOptions options =
        EngineOptions.standalone(PairWorkload.DIMENSION).withAnalyzer("standard");
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      for (int round = 0; round < 50 || goesOn(); round++) {
        engine.apply(PairWorkload.transaction(round + 1));
        engine.flush();
        engine.apply(PairWorkload.transaction(round + 1));
        engine.flush();
        Snapshot snapshot = engine.snapshot();
        engine.compact();
        AtomicBoolean wrong = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        Thread reader = Thread.ofPlatform().start(() -> readUntilRefused(snapshot, reads, wrong));
        while (reads.get() < 3) {
          Thread.onSpinWait();
        }
        snapshot.close();
        reader.join();
        assertTrue(!wrong.get(), "not an IllegalStateException");
      }
    }
  }

  private static void readUntilRefused(
      Snapshot snapshot, AtomicInteger reads, AtomicBoolean wrong) {
    try {
      while (true) {
        reads.incrementAndGet();
        snapshot.concept("left-1");
        snapshot.search(new TextSearch("both", 10, null));
      }
    } catch (IllegalStateException e) {
      // What the interface promises.
    } catch (RuntimeException e) {
      wrong.set(true);
    }
  }
}
