package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.RowSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Bulk loads of several segments, and what happens in their course. */
class BulkLoadTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.underOuterLog(2).withAnalyzer("standard").withMemtableBytesMax(64 << 10);
  private static final TreeLimits LIMITS = new TreeLimits(24, 48, 3, 1, 10);
  private static final int ROWS = 10_000;
  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");

  private final CrashStorage disk = new CrashStorage();

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
  void loadedRowsAreSeenWithAllIndexes() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      load(engine, 0, ROWS, "first");
      load(engine, ROWS / 2, ROWS, "second");
      engine.loader().finish();
      assertEquals(ROWS, engine.stats().concepts());
      assertEquals(ROWS, engine.stats().vectors());
      assertEquals(ROWS / 2, count(engine, "first"));
      assertEquals(ROWS / 2, count(engine, "second"));
      assertEquals(ROWS, engine.stats().texts());
      engine.commit(new byte[] {1});
    }
  }

  @Test
  void rowsWithoutTextsLeaveNoneToIndex() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      Concept vector = Concept.builder("c").vector(new float[] {1, 0}).build();
      byte[] value = ConceptRow.encode(vector, null);
      engine.loader().add(sink -> sink.put(RowKeys.concept("c"), value), () -> {});
      engine.loader().finish();
      assertEquals(0, engine.stats().pendingTexts());
      assertEquals(0, count(engine, "any"));
      assertEquals(0, engine.stats().maintenance().compactionBytes(), "copied for its texts");
    }
  }

  @Test
  void searchesByTwoThreadsRightAfterALoadAreComplete() throws Exception {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      load(engine, 0, ROWS, "first");
      engine.loader().finish();
      List<Future<Integer>> found = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        found.add(threads.submit(() -> count(engine, "first")));
      }
      for (Future<Integer> each : found) {
        assertEquals(ROWS, each.get());
      }
      engine.commit(new byte[] {1});
    }
  }

  @Test
  void rowsBecomeVisibleWithoutMoreRows() throws Exception {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      CountDownLatch visible = new CountDownLatch(1);
      engine.loader().add(rows -> put(rows, 0, "first"), visible::countDown);
      assertTrue(visible.await(1, TimeUnit.MINUTES));
      assertEquals(1, count(engine, "first"));
    }
  }

  @Test
  void anOrdinaryWriteComesAfterTheRowsBefore() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      engine.put(concept(0, "before"));
      load(engine, 0, 10, "loaded");
      engine.put(concept(3, "after"));
      assertEquals(9, count(engine, "loaded"));
      assertEquals(1, count(engine, "after"));
      assertEquals(0, count(engine, "before"));
    }
  }

  @Test
  void aTransactionThatBeganBeforeALoadConflicts() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS);
        Transaction open = engine.begin()) {
      open.put(concept(1, "transaction"));
      load(engine, 0, 10, "loaded");
      assertThrows(TransactionConflictException.class, open::commit);
    }
  }

  @Test
  void aKillInTheMiddleLeavesTheLastCommit() throws IOException {
    CrashStorage image;
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      load(engine, 0, ROWS, "first");
      engine.commit(new byte[] {1});
      load(engine, ROWS / 2, 2 * ROWS, "second");
      engine.loader().finish();
      load(engine, 0, ROWS, "third");
      image = disk.copy();
    }
    assertEquals(List.of(), StoreCheck.run(image).problems());
    try (StorageEngine engine = StorageEngine.open(image, OPTIONS)) {
      assertEquals(ROWS, engine.stats().concepts());
      assertEquals(ROWS, count(engine, "first"));
      assertEquals(0, count(engine, "second"));
    }
    assertEquals(List.of(), StoreCheck.run(image).problems());
  }

  @Test
  void aStoreIsReopenedWithTextsThatAreNotIndexed() throws IOException {
    FullDisk full = new FullDisk(disk);
    try (StorageEngine engine = StorageEngine.open(full, OPTIONS, LIMITS)) {
      load(engine, 0, 1_000, "first");
      engine.loader().finish();
      engine.commit(new byte[] {1});
      full.isFull = true;
      assertEquals(1_000, count(engine, "first"), "an index in memory answers");
    }
    assertEquals(List.of(), StoreCheck.run(disk).problems());
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      assertEquals(1_000, count(engine, "first"));
      Awaitility.await().until(() -> engine.stats().pendingTexts() == 0);
      engine.compact();
      assertEquals(1, engine.stats().segments());
      assertEquals(1_000, count(engine, "first"));
    }
  }

  @Test
  void aFullDiskIsToldAndNothingIsLost() throws IOException {
    FullDisk full = new FullDisk(disk);
    try (StorageEngine engine = StorageEngine.open(full, OPTIONS, LIMITS)) {
      full.isFull = true;
      UncheckedIOException told =
          assertThrows(UncheckedIOException.class, () -> load(engine, 0, ROWS, "first"));
      assertTrue(told.toString().contains("bulk load has failed"), told.toString());
      assertThrows(UncheckedIOException.class, engine.loader()::finish);
      full.isFull = false;
      Awaitility.await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(
              () -> {
                engine.loader().finish();
                return true;
              });
      int before = count(engine, "first");
      assertTrue(before > 0);
      load(engine, 0, ROWS, "second");
      engine.loader().finish();
      assertEquals(ROWS, count(engine, "second"));
      assertEquals(0, count(engine, "first"));
    }
  }

  @Test
  void snapshotsAnswerAfterARollbackAndAClose() throws IOException {
    StorageEngine engine = StorageEngine.open(disk, OPTIONS);
    load(engine, 0, 1_000, "first");
    engine.loader().finish();
    Snapshot before = engine.snapshot();
    engine.rollbackToCommit();
    assertEquals(1_000, count(before, "first"));
    before.close();
    assertEquals(0, engine.stats().concepts());
    load(engine, 0, 1_000, "second");
    engine.loader().finish();
    Snapshot last = engine.snapshot();
    engine.close();
    assertEquals(1_000, count(last, "second"));
    last.close();
  }

  @Test
  void anInvalidRowIsRefusedAndTheRowsBeforeItAreKept() throws IOException {
    try (StorageEngine engine = StorageEngine.open(disk, OPTIONS)) {
      byte[] wrong =
          ConceptRow.encode(Concept.builder("x").vector(new float[] {1, 2, 3}).build(), null);
      IllegalArgumentException told =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  engine
                      .loader()
                      .add(
                          rows -> {
                            put(rows, 1, "first");
                            rows.put(RowKeys.concept("x"), wrong);
                          },
                          () -> {}));
      assertTrue(told.toString().contains("dimension is 2"), told.toString());
      assertThrows(
          IllegalArgumentException.class,
          () -> engine.loader().add(rows -> rows.delete(new byte[] {9, 1}), () -> {}));
      engine.loader().finish();
      assertFalse(engine.loader().isActive());
      try (Snapshot snapshot = engine.snapshot()) {
        assertNotNull(snapshot.concept(id(1)));
        assertNull(snapshot.concept("x"));
      }
    }
  }

  private static void load(StorageEngine engine, int from, int to, String word) {
    for (int start = from; start < to; start += 500) {
      int first = start;
      int end = Math.min(to, start + 500);
      engine
          .loader()
          .add(
              rows -> {
                for (int i = first; i < end; i++) {
                  put(rows, i, word);
                }
              },
              () -> {});
    }
  }

  private static void put(RowSink rows, int number, String word) {
    Concept concept = concept(number, word);
    rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
  }

  private static Concept concept(int number, String word) {
    return Concept.builder(id(number))
        .text(word + " of all")
        .vector(new float[] {1, number})
        .updatedAt(number)
        .build();
  }

  private static String id(int number) {
    return "concept-" + number;
  }

  private static int count(StorageEngine engine, String word) {
    try (Snapshot snapshot = engine.snapshot()) {
      return count(snapshot, word);
    }
  }

  private static int count(Snapshot snapshot, String word) {
    List<Hit> hits = snapshot.search(new TextSearch(word, 1_000, null));
    return hits.size() < 1_000 ? hits.size() : frequency(snapshot, word);
  }

  private static int frequency(Snapshot snapshot, String word) {
    return snapshot.corpusStatistics(word).documentFrequencies().getOrDefault(word, 0L).intValue();
  }

  /** A disk without room for segments, while it is full. */
  private static final class FullDisk extends ForwardingStorage {
    private volatile boolean isFull;

    FullDisk(CrashStorage disk) {
      super(disk);
    }

    @Override
    protected void before(String operation, String name) throws IOException {
      if (isFull && operation.equals("create") && name.endsWith(".segment")) {
        throw new IOException("no space left on device");
      }
    }
  }
}
