package dev.sutra.kafka;

import static dev.sutra.kafka.EngineStoreFixture.key;
import static dev.sutra.kafka.EngineStoreFixture.row;
import static dev.sutra.kafka.EngineStoreFixture.tombstone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.Snapshot;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.query.Position;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a restore that are large enough to be loaded in bulk. */
class BulkRestoreTest {
  private static final TopicPartition CHANGELOG = new TopicPartition("app-concepts-changelog", 3);
  private static final int ROWS = 1_000;

  @TempDir Path directory;
  private EngineStore store;
  private RowRestorer restorer;

  @BeforeEach
  void open() {
    store = EngineStoreFixture.open(directory);
    restorer = new RowRestorer(store.engine(), "app", EngineStoreFixture.TASK);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everythingIsThereAfterTheLastCommit() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    restorer.restoreAll(batch(ROWS));
    List<KeyValue<byte[], byte[]>> last = new ArrayList<>(List.of(tombstone("c0")));
    SourcePosition removal = new SourcePosition("in", 3, 3 * ROWS);
    last.add(KeyValue.pair(PositionRow.key(removal), PositionRow.value(removal)));
    restorer.restoreAll(last);
    store.commit(Map.of(CHANGELOG, 2_001L));

    assertEquals(Position.emptyPosition().withComponent("in", 3, 3 * ROWS), store.getPosition());
    assertNull(store.get(key("c0")));
    assertNotNull(store.get(key("c" + (2 * ROWS - 1))));
    try (Snapshot snapshot = store.engine().committedSnapshot()) {
      assertEquals(2 * ROWS - 1, snapshot.stats().concepts());
    }
  }

  @Test
  void theCommitIsMadeUpForWithoutAReader() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    Awaitility.await().until(() -> store.engine().committed().offsets().containsKey(CHANGELOG));
    assertEquals(999L, store.committedOffset(CHANGELOG));
  }

  @Test
  void aStoreThatIsClosedAfterACommitKeepsIt() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    reopen();
    assertEquals(999L, store.committedOffset(CHANGELOG));
    assertEquals(Position.emptyPosition().withComponent("in", 3, ROWS - 1), store.getPosition());
    assertNotNull(store.get(key("c999")));
  }

  @Test
  void rowsAfterTheLastCommitAreReadAgain() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    assertNotNull(store.get(key("c999")));
    restorer.restoreAll(batch(ROWS));
    reopen();
    assertEquals(999L, store.committedOffset(CHANGELOG));
    assertEquals(Position.emptyPosition().withComponent("in", 3, ROWS - 1), store.getPosition());
    assertNull(store.get(key("c1000")));
  }

  @Test
  void aWriteOfTheRunningTaskSeesWhatWasRestored() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    assertNotNull(store.delete(key("c5")));
    assertNull(store.get(key("c5")));
  }

  @Test
  void smallBatchesOfAStandbyAreSeenAtOnce() {
    restorer.restoreAll(List.of(row("a", "one", new SourcePosition("in", 3, 8))));
    assertNotNull(store.get(key("a")));
    assertEquals(Position.emptyPosition().withComponent("in", 3, 8), store.getPosition());
  }

  @Test
  void aStoreThatIsALittleBehindSeesItsRowsAtOnce() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    reopen();
    restorer.restoreAll(batch(ROWS));
    assertNotNull(store.get(key("c1999")));
    assertEquals(
        Position.emptyPosition().withComponent("in", 3, 2 * ROWS - 1), store.getPosition());
  }

  @Test
  void aStoreThatIsFarBehindHasEverythingAtTheEnd() {
    restorer.restoreAll(batch(0));
    store.commit(Map.of(CHANGELOG, 999L));
    reopen();
    for (int i = 1; i < 10; i++) {
      restorer.restoreAll(batch(i * ROWS));
    }
    store.commit(Map.of(CHANGELOG, 9_999L));
    try (Snapshot snapshot = store.engine().snapshot()) {
      assertEquals(10 * ROWS, snapshot.stats().concepts());
    }
  }

  @Test
  void thePositionDoesNotClaimWhatIsNotThere() {
    restorer.restoreAll(batch(0));
    Position seen = store.getPosition().copy();
    try (Snapshot snapshot = store.engine().snapshot()) {
      boolean claimed = !seen.isEmpty();
      assertTrue(!claimed || snapshot.stats().concepts() == ROWS, seen.toString());
    }
    Awaitility.await().until(() -> !store.getPosition().isEmpty());
    assertNotNull(store.get(key("c999")));
  }

  @Test
  void aDamagedRowIsNamed() {
    List<KeyValue<byte[], byte[]>> rows = batch(0);
    rows.set(700, KeyValue.pair(RowKeys.concept("damaged"), new byte[] {1, 0, 0}));
    String told = refused(rows);
    assertTrue(told.contains("row of concept damaged: cut short"), told);
  }

  @Test
  void aVectorOfAnotherDimensionNamesTheSetting() {
    byte[] wrong =
        ConceptRow.encode(Concept.builder("x").vector(new float[] {1, 2, 3}).build(), null);
    List<KeyValue<byte[], byte[]>> rows = batch(0);
    rows.set(700, KeyValue.pair(RowKeys.concept("x"), wrong));
    String told = refused(rows);
    assertTrue(told.contains("holds vectors of dimension 3, the setting says 2"), told);
  }

  @Test
  void aDamagedPositionRowIsNamed() {
    SourcePosition removal = new SourcePosition("in", 3, 9);
    List<KeyValue<byte[], byte[]>> rows = batch(0);
    rows.add(KeyValue.pair(PositionRow.key(removal), new byte[] {1}));
    String told = refused(rows);
    assertTrue(told.contains("a position row of unknown format"), told);
  }

  private String refused(List<KeyValue<byte[], byte[]>> rows) {
    return String.valueOf(
        assertThrows(ProcessorStateException.class, () -> restorer.restoreAll(rows)).getMessage());
  }

  private void reopen() {
    store.close();
    store = EngineStoreFixture.open(directory);
    restorer = new RowRestorer(store.engine(), "app", EngineStoreFixture.TASK);
  }

  private static List<KeyValue<byte[], byte[]>> batch(int first) {
    List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
    for (int i = first; i < first + ROWS; i++) {
      rows.add(row("c" + i, "text " + i, new SourcePosition("in", 3, i)));
    }
    return rows;
  }
}
