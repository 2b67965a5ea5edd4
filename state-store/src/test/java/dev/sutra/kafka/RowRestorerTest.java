package dev.sutra.kafka;

import static dev.sutra.kafka.EngineStoreFixture.key;
import static dev.sutra.kafka.EngineStoreFixture.row;
import static dev.sutra.kafka.EngineStoreFixture.tombstone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.engine.Snapshot;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Limits;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowRestorerTest {
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
  void aBatchIsOneTransactionAndNullDeletes() {
    restorer.restoreAll(List.of(row("a", "one", null), row("b", "two", null)));
    restorer.restoreAll(List.of(row("c", "three", null), tombstone("a"), tombstone("x")));

    assertNull(store.get(key("a")));
    assertNotNull(store.get(key("b")));
    assertNotNull(store.get(key("c")));
    try (Snapshot snapshot = store.engine().snapshot()) {
      assertEquals(2, snapshot.sequence());
    }
  }

  @Test
  void aVeryLargeBatchTakesSeveralTransactions() {
    Concept.Builder large = Concept.builder("any");
    for (int i = 0; i < Limits.ATTRIBUTES_MAX; i++) {
      large.attribute("n" + i, "x".repeat(Limits.ATTRIBUTE_VALUE_BYTES_MAX));
    }
    byte[] value = ConceptRow.encode(large.build(), null);
    int count = 40_000_000 / value.length;
    List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(KeyValue.pair(RowKeys.concept("c" + i), value));
    }
    restorer.restoreAll(rows);
    try (Snapshot snapshot = store.engine().snapshot()) {
      assertEquals(2, snapshot.sequence());
      assertEquals(count, snapshot.stats().concepts());
    }
  }

  @Test
  void thePositionIsRebuiltFromTheRows() {
    restorer.restoreAll(
        List.of(
            row("a", "one", new SourcePosition("in", 3, 8)),
            row("b", "two", new SourcePosition("in", 3, 5)),
            row("c", "three", new SourcePosition("mirror", 3, 2)),
            row("d", "four", null),
            tombstone("e")));
    Position expected =
        Position.emptyPosition().withComponent("in", 3, 8).withComponent("mirror", 3, 2);
    assertEquals(expected, store.getPosition());
  }

  @Test
  void thePositionOfRecordsThatLeftNoRowIsRestored() {
    SourcePosition removal = new SourcePosition("in", 3, 9);
    restorer.restoreAll(
        List.of(
            row("a", "one", new SourcePosition("in", 3, 8)),
            tombstone("b"),
            KeyValue.pair(PositionRow.key(removal), PositionRow.value(removal))));
    assertEquals(Position.emptyPosition().withComponent("in", 3, 9), store.getPosition());
    assertNull(store.get(Bytes.wrap(PositionRow.key(removal))));
  }

  @Test
  void aPositionRowOfALaterVersionIsRefused() {
    SourcePosition removal = new SourcePosition("in", 3, 9);
    byte[] later = PositionRow.value(removal);
    later[0] = 2;
    ProcessorStateException e =
        assertThrows(
            ProcessorStateException.class,
            () -> restorer.restoreAll(List.of(KeyValue.pair(PositionRow.key(removal), later))));
    assertEquals(true, String.valueOf(e.getMessage()).endsWith("a position row of unknown format"));
  }

  @Test
  void aDamagedRowIsNamed() {
    byte[] damaged = {1, 0, 0};
    ProcessorStateException e =
        assertThrows(
            ProcessorStateException.class,
            () ->
                restorer.restoreAll(
                    List.of(
                        row("a", "one", null), KeyValue.pair(RowKeys.concept("bad"), damaged))));
    String message = String.valueOf(e.getMessage());
    assertEquals(
        "the changelog of store concepts, partition 3 (task 1_3), holds what cannot be restored: "
            + "row of concept bad: ",
        message.substring(0, message.indexOf("bad: ") + 5));
  }

  @Test
  void aVectorOfAnotherDimensionNamesBothAndTheWaysOut() {
    StoreSettingsException e =
        assertThrows(StoreSettingsException.class, () -> restoreVector(new float[] {1, 0, 0}));
    assertEquals(
        "the changelog app-concepts-changelog holds vectors of dimension 3, the setting says 2."
            + " Set it back, give the application another application.id, which reads its input"
            + " from the start, or reset it: stop all instances and delete their state directories,"
            + " the topic app-concepts-changelog and the offsets of the group app, and all input is"
            + " read again. Events that bring vectors of the old kind have to be sent again with"
            + " new ones.",
        e.getMessage());
  }

  @Test
  void aVectorThatTheSimilarityRefusesNamesIt() {
    StoreSettingsException e =
        assertThrows(StoreSettingsException.class, () -> restoreVector(new float[] {0, 0}));
    assertEquals(
        "the changelog app-concepts-changelog holds a vector that similarity cosine does not take"
            + " (zero vector has no direction). Set similarity back, ",
        String.valueOf(e.getMessage()).substring(0, 142));
  }

  private void restoreVector(float[] vector) {
    Concept concept = Concept.builder("a").vector(vector).build();
    restorer.restoreAll(
        List.of(KeyValue.pair(RowKeys.concept("a"), ConceptRow.encode(concept, null))));
  }

  @Test
  void aRowOfNoKnownKindIsNamedByItsBytes() {
    byte[] value = {1};
    ProcessorStateException e =
        assertThrows(
            ProcessorStateException.class,
            () -> restorer.restoreAll(List.of(KeyValue.pair(new byte[] {77, 1}, value))));
    assertEquals(true, String.valueOf(e.getMessage()).contains("row with key 4d01: "));
  }
}
