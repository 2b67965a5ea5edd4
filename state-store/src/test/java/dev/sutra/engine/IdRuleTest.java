package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an id and a type may hold, and that rows from before the rule can be read and removed. */
class IdRuleTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 0x1f, 0x7f, 0x80, 0x9f})
  void controlCharactersAreNotWritten(int control) throws Exception {
    String bad = "a" + (char) control;
    String words = String.format("holds the control character U+%04X", control);
    try (StorageEngine engine = open();
        Transaction transaction = engine.begin()) {
      assertRefused("id " + words, () -> engine.put(concept(bad)));
      assertRefused("id " + words, () -> transaction.put(concept(bad)));
      assertRefused("source " + words, () -> engine.associate(tie(bad, "T", "b")));
      assertRefused("type " + words, () -> engine.associate(tie("a", bad, "b")));
      assertRefused("target " + words, () -> engine.associate(tie("a", "T", bad)));
      assertRefused("target " + words, () -> transaction.associate(tie("a", "T", bad)));
      transaction.commit();
      try (Snapshot now = engine.snapshot()) {
        assertEquals(0, now.stats().concepts());
        assertEquals(0, now.stats().associations());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "~", "\u00a0", "\u2028", "\ufffd", "\ufeff", "..", "a/b", "🐕", "ä"})
  void everyOtherCharacterIsWritten(String id) throws Exception {
    try (StorageEngine engine = open()) {
      engine.put(concept(id));
      engine.associate(tie(id, id, id));
      try (Snapshot now = engine.snapshot()) {
        assertNotNull(now.concept(id));
        assertEquals(id, now.neighbors(neighbors(id)).items().getFirst().type());
      }
    }
  }

  @Test
  void rowsFromBeforeTheRuleAreReadAndRemoved() throws Exception {
    String old = "a\0b";
    Association association = tie(old, "\n", "c\u0085");
    byte[] value = AssociationRow.encode(association, null);
    RowBatch rows = new RowBatch();
    rows.put(RowKeys.concept(old), ConceptRow.encode(concept(old), null));
    rows.put(RowKeys.edgeOut(old, "\n", "c\u0085"), value);
    rows.put(RowKeys.edgeIn("c\u0085", "\n", old), value);
    try (StorageEngine engine = open()) {
      engine.apply(rows);
      engine.flush();
    }
    try (StorageEngine engine = open()) {
      try (Snapshot now = engine.snapshot()) {
        assertEquals(concept(old), now.concept(old));
        assertEquals("\n", now.neighbors(neighbors(old)).items().getFirst().type());
      }
      engine.dissociate(old, "\n", "c\u0085");
      engine.delete(old);
      try (Snapshot now = engine.snapshot()) {
        assertNull(now.concept(old));
        assertEquals(0, now.stats().associations());
      }
    }
  }

  private StorageEngine open() throws IOException {
    return StorageEngine.open(directory, EngineOptions.standalone(2));
  }

  private static NeighborQuery neighbors(String id) {
    return new NeighborQuery(id, Direction.OUT, null, 10, null);
  }

  private static Concept concept(String id) {
    return Concept.builder(id).build();
  }

  private static Association tie(String source, String type, String target) {
    return Association.of(source, type, target, 1, 0);
  }

  private static void assertRefused(String words, Runnable write) {
    String message = assertThrows(IllegalArgumentException.class, write::run).getMessage();
    assertEquals(words + "; ids and types may not hold any", message);
  }
}
