package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The space of overwritten and deleted rows is reclaimed automatically. */
class GarbageTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(2).withAnalyzer("standard").withDurability(Durability.PROCESS);
  private static final int CONCEPTS = 2_000;
  private static final int BATCH = 100;
  private static final long EMPTY_BYTES_MAX = 100 * 1024;

  private final CrashStorage storage = new CrashStorage();
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = StorageEngine.open(storage, OPTIONS);
    writeAll(1);
    connectAll();
    engine.flush();
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    assertEquals(List.of(), StoreCheck.run(storage).problems());
  }

  @Test
  void deletedStoreBecomesEmpty() {
    for (int i = 0; i < CONCEPTS; i += BATCH) {
      RowBatch rows = new RowBatch();
      for (int j = i; j < i + BATCH; j++) {
        rows.delete(RowKeys.concept(id(j)));
        rows.delete(RowKeys.edgeOut(id(j), "NEXT", id(j + 1)));
        rows.delete(RowKeys.edgeIn(id(j + 1), "NEXT", id(j)));
      }
      engine.apply(rows);
    }
    engine.flush();
    Awaitility.await().until(() -> engine.stats().maintenance().segmentBytes() < EMPTY_BYTES_MAX);
    assertEquals(0, engine.stats().concepts());
  }

  @Test
  void overwrittenConceptsLeaveTheOldestSegment() {
    long bytes = engine.stats().maintenance().segmentBytes();
    writeAll(2);
    engine.flush();
    Awaitility.await().until(() -> engine.stats().maintenance().spaceAmplification() == 1);
    assertTrue(engine.stats().maintenance().segmentBytes() < bytes * 1.25);
  }

  @Test
  void pinnedSnapshotStillSeesWhatIsMergedAway() {
    try (Snapshot before = engine.snapshot()) {
      writeAll(2);
      engine.flush();
      Awaitility.await().until(() -> engine.stats().maintenance().spaceAmplification() == 1);
      for (int i = 0; i < CONCEPTS; i += BATCH) {
        Concept concept = before.concept(id(i));
        assertTrue(concept != null && concept.updatedAt() == 1, id(i));
      }
      assertEquals(100, before.search(new TextSearch("time1", 100, null)).size());
    }
  }

  private void writeAll(int time) {
    for (int i = 0; i < CONCEPTS; i++) {
      engine.put(
          Concept.builder(id(i))
              .text("some words at time" + time)
              .vector(new float[] {1, i})
              .updatedAt(time)
              .build());
    }
  }

  private void connectAll() {
    for (int i = 0; i < CONCEPTS; i++) {
      engine.associate(Association.of(id(i), "NEXT", id(i + 1), 1, 1));
    }
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "c%05d", number);
  }
}
