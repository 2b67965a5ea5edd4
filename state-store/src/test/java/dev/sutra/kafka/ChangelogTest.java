package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.Rows;
import dev.sutra.record.SourcePosition;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogTest {
  @TempDir Path directory;
  private StoreHarness harness;

  @BeforeEach
  void open() {
    harness = new StoreHarness(directory, 2);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void aConceptIsLoggedWholeWithItsInputRecord() {
    Concept first = Concept.builder("a").text("one").createdAt(1).updatedAt(1).build();
    Concept second = Concept.builder("a").text("two").createdAt(2).updatedAt(2).build();
    harness.process(store -> store.put(first));
    harness.process(store -> store.put(second));

    List<KeyValue<byte[], byte[]>> logged = harness.logged();
    assertEquals(2, logged.size());
    KeyValue<byte[], byte[]> last = logged.getLast();
    assertArrayEquals(RowKeys.concept("a"), last.key);
    assertEquals(
        Concept.builder("a").text("two").createdAt(1).updatedAt(2).build(),
        ConceptRow.decode("a", last.value));
    assertEquals(new SourcePosition(StoreHarness.INPUT, 0, 1), Rows.source(last.key, last.value));
  }

  @Test
  void anAssociationIsLoggedAsTwoHalves() {
    Association association = Association.of("a", "CAUSAL", "b", .5f, 7);
    harness.process(store -> store.associate(association));

    List<KeyValue<byte[], byte[]>> logged = harness.logged();
    assertEquals(2, logged.size());
    assertArrayEquals(RowKeys.edgeOut("a", "CAUSAL", "b"), logged.get(0).key);
    assertArrayEquals(RowKeys.edgeIn("b", "CAUSAL", "a"), logged.get(1).key);
    for (KeyValue<byte[], byte[]> row : logged) {
      assertEquals(association, AssociationRow.decode(row.key, row.value));
      assertEquals(new SourcePosition(StoreHarness.INPUT, 0, 0), Rows.source(row.key, row.value));
    }
  }

  @Test
  void aDeletionIsLoggedAsNullPerRowAndItsPosition() {
    harness.process(store -> store.put(Concept.builder("a").text("one").build()));
    harness.process(store -> store.associate(Association.of("a", "CAUSAL", "b", .5f, 7)));
    harness.logged();
    harness.process(store -> store.delete("a", (association, half) -> {}));

    List<KeyValue<byte[], byte[]>> logged = harness.logged();
    assertEquals(3, logged.size());
    assertArrayEquals(RowKeys.concept("a"), logged.get(0).key);
    assertArrayEquals(RowKeys.edgeOut("a", "CAUSAL", "b"), logged.get(1).key);
    assertNull(logged.get(0).value);
    assertNull(logged.get(1).value);
    assertEquals(new SourcePosition(StoreHarness.INPUT, 0, 2), position(logged.get(2)));
  }

  @Test
  void aRecordThatChangesNothingLogsItsPositionAlone() {
    harness.process(store -> store.dissociate("a", "CAUSAL", "b"));
    harness.process(store -> store.delete("a", (association, half) -> {}));
    harness.process(ConceptStore::markProcessed);
    assertEquals(
        List.of(
            new SourcePosition(StoreHarness.INPUT, 0, 0),
            new SourcePosition(StoreHarness.INPUT, 0, 1),
            new SourcePosition(StoreHarness.INPUT, 0, 2)),
        harness.logged().stream().map(ChangelogTest::position).toList());
    assertEquals(0, harness.store().stats().concepts());
  }

  private static SourcePosition position(KeyValue<byte[], byte[]> row) {
    return PositionRow.decode(row.key, row.value);
  }
}
