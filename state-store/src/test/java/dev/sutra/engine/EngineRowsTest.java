package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.TextSearch;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encoded rows: an invalid one is named in the error, and its whole transaction is refused. */
class EngineRowsTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(PairWorkload.DIMENSION).withAnalyzer("standard");
  private static final byte[] CONCEPT = ConceptRow.encode(Concept.builder("any").build(), null);
  private static final byte[] EDGE =
      AssociationRow.encode(Association.of("a", "T", "b", 1, 1), null);

  private final CrashStorage storage = new CrashStorage();
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = StorageEngine.open(storage, OPTIONS);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void malformedUtf8InAKeyIsRefused() {
    assertRefused(new byte[] {RowKeys.CONCEPT, 'x', (byte) 0xff}, CONCEPT, "not UTF-8");
    byte[] edge = RowKeys.edgeOut("a", "T", "b");
    edge[edge.length - 1] = (byte) 0xc0;
    assertRefused(edge, EDGE, "not UTF-8");
    RowBatch delete = new RowBatch();
    delete.delete(new byte[] {RowKeys.CONCEPT, (byte) 0x80});
    assertThrows(IllegalArgumentException.class, () -> engine.apply(delete));
  }

  @Test
  void rowsOfNoKnownFormAreRefused() {
    assertRefused(new byte[] {9, 'x'}, CONCEPT, "keyspace 9");
    assertRefused(new byte[] {RowKeys.CONCEPT}, CONCEPT, "empty");
    byte[] longId = new byte[300];
    Arrays.fill(longId, (byte) 'x');
    longId[0] = RowKeys.CONCEPT;
    assertRefused(longId, CONCEPT, "longer than 256");
    assertRefused(RowKeys.concept("x"), new byte[] {9, 9}, "version 9");
    assertRefused(RowKeys.concept("x"), new byte[0], "cut short");
    assertRefused(RowKeys.edgeOut("a", "T", "b"), CONCEPT, "");
    assertRefused(new byte[] {RowKeys.EDGE_IN, 7, 1, 2, 3, 4}, EDGE, "cut short");
  }

  @Test
  void vectorsThatDoNotFitAreRefused() {
    byte[] long3 =
        ConceptRow.encode(Concept.builder("x").vector(new float[] {1, 2, 3}).build(), null);
    assertRefused(RowKeys.concept("x"), long3, "dimension is 2");
    byte[] zero = ConceptRow.encode(Concept.builder("x").vector(new float[2]).build(), null);
    assertRefused(RowKeys.concept("x"), zero, "");
  }

  private void assertRefused(byte[] key, byte[] value, String part) {
    RowBatch rows = new RowBatch();
    rows.put(RowKeys.concept("good"), CONCEPT);
    rows.put(key, value);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> engine.apply(rows));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.toString());
    try (Snapshot snapshot = engine.snapshot()) {
      assertNull(snapshot.concept("good"));
      assertEquals(0, snapshot.sequence());
    }
  }

  @Test
  void sameKeyTwiceInATransactionGivesTheLater() throws IOException {
    RowBatch rows = new RowBatch();
    for (String text : new String[] {"one", "two", "three"}) {
      Concept concept = Concept.builder("x").text(text).vector(new float[] {1, 1}).build();
      rows.put(RowKeys.concept("x"), ConceptRow.encode(concept, null));
      rows.put(RowKeys.concept("gone"), ConceptRow.encode(concept, null));
    }
    rows.delete(RowKeys.concept("gone"));
    engine.apply(rows);
    check();
    engine.flush();
    check();
    engine.close();
    engine = StorageEngine.open(storage, OPTIONS);
    check();
  }

  @Test
  void theHeaderIsTheBeginningOfTheValue() throws IOException {
    engine.put(Concept.builder("plain").build());
    engine.put(Concept.builder("full").text("some words").vector(new float[] {1, 2}).build());
    engine.put(Concept.builder("gone").build());
    engine.put(Concept.builder("written again").createdAt(1).build());
    engine.associate(Association.of("plain", "T", "full", 1, 1));
    checkHeaders();
    engine.flush();
    checkHeaders();
    engine.delete("gone");
    engine.put(Concept.builder("written again").createdAt(2).build());
    checkHeaders();
    try (Snapshot snapshot = engine.snapshot()) {
      assertNull(snapshot.header(RowKeys.concept("gone")));
      byte[] again = Objects.requireNonNull(snapshot.header(RowKeys.concept("written again")));
      assertEquals(2, ConceptRow.createdAt(again));
    }
    engine.flush();
    checkHeaders();
    try (Snapshot snapshot = engine.snapshot()) {
      assertNull(snapshot.header(RowKeys.concept("gone")));
    }
  }

  private void checkHeaders() {
    try (Snapshot snapshot = engine.snapshot();
        RowCursor rows = snapshot.rows(new byte[] {RowKeys.CONCEPT}, null)) {
      int found = 0;
      for (; rows.next(); found++) {
        byte[] value = rows.value();
        int length = Math.min(value.length, ConceptRow.HEADER_BYTES);
        assertArrayEquals(Arrays.copyOf(value, length), snapshot.header(rows.key()));
      }
      assertEquals(snapshot.stats().concepts() + 2, found);
      assertNull(snapshot.header(RowKeys.concept("never")));
    }
  }

  private void check() {
    try (Snapshot snapshot = engine.snapshot()) {
      assertEquals("three", Objects.requireNonNull(snapshot.concept("x")).text());
      assertNull(snapshot.concept("gone"));
      assertEquals(1, snapshot.stats().concepts());
      assertEquals(1, snapshot.stats().vectors());
      assertEquals(1, snapshot.search(new TextSearch("one two three", 9, null)).size());
    }
  }
}
