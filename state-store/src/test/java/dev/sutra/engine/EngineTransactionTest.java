package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Isolation and conflicts of transactions. */
class EngineTransactionTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(2).withAnalyzer("standard").withMemtableBytesMax(64 * 1024);

  private final CrashStorage storage = new CrashStorage();
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = StorageEngine.open(storage, OPTIONS);
  }

  @AfterEach
  void closeAndCheck() throws IOException {
    engine.close();
    assertEquals(List.of(), StoreCheck.run(storage).problems());
  }

  @Test
  void nothingIsSeenBeforeTheCommitAndAllAfterIt() {
    try (Transaction transaction = engine.begin()) {
      transaction.put(concept("a", "red"));
      transaction.put(concept("b", "red"));
      transaction.associate(edge("a", "b"));
      assertEquals(0, engine.stats().concepts());
      transaction.commit();
    }
    try (Snapshot now = engine.snapshot()) {
      assertEquals(1, now.sequence(), "one transaction");
      assertEquals(2, now.search(new TextSearch("red", 9, null)).size());
      assertEquals(List.of("b"), neighbors(now.neighbors(out("a"))));
      assertEquals(1, now.stats().associations());
    }
  }

  @Test
  void readsInsideSeeTheBeginAndOwnWrites() {
    engine.put(concept("a", "old"));
    engine.put(concept("b", "old"));
    engine.associate(edge("a", "b"));
    engine.associate(edge("a", "c"));
    engine.flush();
    try (Transaction transaction = engine.begin()) {
      engine.put(concept("later", "other"));
      transaction.put(concept("a", "new"));
      transaction.delete("b");
      transaction.associate(edge("a", "aa"));
      transaction.associate(edge("a", "d"));
      assertEquals("new", text(transaction.concept("a")));
      assertNull(transaction.concept("b"));
      assertNull(transaction.concept("later"));
      assertNull(transaction.row(RowKeys.concept("b")));
      assertEquals(List.of("aa", "c", "d"), neighbors(transaction.neighbors(out("a"))));
      assertEquals(List.of("aa", "c", "d"), pages(transaction, "a"));
      assertEquals(List.of("a"), concepts(transaction));
      transaction.dissociate("a", "IS", "c");
      transaction.put(concept("b", "again"));
      assertEquals(List.of("aa", "d"), neighbors(transaction.neighbors(out("a"))));
      assertEquals(List.of("a", "b"), concepts(transaction));
      // As documented, searches see the store as of the begin.
      assertEquals(2, transaction.snapshot().search(new TextSearch("old", 9, null)).size());
      transaction.commit();
    }
    try (Snapshot now = engine.snapshot()) {
      assertEquals(List.of("aa", "d"), neighbors(now.neighbors(out("a"))));
      assertEquals("again", text(now.concept("b")));
      assertNotNull(now.concept("later"));
    }
  }

  @Test
  void cursorSeesRowsWrittenAheadOfIt() {
    engine.put(concept("b", "x"));
    try (Transaction transaction = engine.begin();
        RowCursor rows = transaction.rows(new byte[] {RowKeys.CONCEPT}, null)) {
      assertTrue(rows.next());
      transaction.put(concept("a", "behind"));
      transaction.put(concept("c", "ahead"));
      assertEquals("b", RowKeys.conceptId(rows.key()));
      assertTrue(rows.next());
      assertEquals("c", RowKeys.conceptId(rows.key()));
      assertTrue(!rows.next());
      assertTrue(!rows.next());
    }
  }

  @Test
  void rollbackAndCloseLeaveNothing() {
    Transaction first = engine.begin();
    first.put(concept("a", "x"));
    first.rollback();
    assertThrows(IllegalStateException.class, () -> first.put(concept("a", "x")));
    assertThrows(IllegalStateException.class, first::commit);
    try (Transaction second = engine.begin()) {
      second.put(concept("a", "x"));
    }
    assertEquals(0, engine.stats().sequence());
  }

  @Test
  void commitOfNothingIsNoTransaction() {
    try (Transaction transaction = engine.begin()) {
      transaction.commit();
      assertThrows(IllegalStateException.class, transaction::commit);
    }
    assertEquals(0, engine.stats().sequence());
  }

  @Test
  void firstToCommitTheSameConceptWins() {
    try (Transaction first = engine.begin();
        Transaction second = engine.begin()) {
      first.put(concept("a", "first"));
      second.put(concept("a", "second"));
      second.put(concept("b", "second"));
      first.commit();
      assertConflict(second, "concept a");
    }
    try (Snapshot now = engine.snapshot()) {
      assertEquals("first", text(now.concept("a")));
      assertNull(now.concept("b"), "half of a transaction");
    }
  }

  @Test
  void writeOutsideOfTransactionsWins() {
    try (Transaction transaction = engine.begin()) {
      transaction.associate(edge("a", "b"));
      engine.associate(edge("a", "b"));
      assertConflict(transaction, "association a -IS-> b");
    }
  }

  @Test
  void flushAndCompactionMeanwhileHideNoConflict() {
    try (Transaction transaction = engine.begin()) {
      transaction.put(concept("a", "x"));
      engine.put(concept("a", "y"));
      engine.flush();
      engine.put(concept("b", "y"));
      engine.compact();
      assertConflict(transaction, "concept a");
    }
  }

  @Test
  void differentRowsDoNotConflict() {
    engine.put(concept("a", "x"));
    try (Transaction first = engine.begin();
        Transaction second = engine.begin();
        Transaction third = engine.begin()) {
      first.put(concept("a", "first"));
      second.associate(edge("a", "b"));
      third.associate(edge("a", "c"));
      first.commit();
      second.commit();
      third.commit();
    }
    try (Snapshot now = engine.snapshot()) {
      assertEquals(List.of("b", "c"), neighbors(now.neighbors(out("a"))));
    }
  }

  @Test
  void deletedConceptIsNotGivenAnEdgeUnseen() {
    engine.put(concept("a", "x"));
    for (Association late : List.of(edge("a", "new"), edge("new", "a"))) {
      try (Transaction transaction = engine.begin()) {
        transaction.delete("a");
        engine.associate(late);
        assertConflict(transaction, "an association of concept a");
      }
    }
    try (Transaction transaction = engine.begin()) {
      transaction.delete("a");
      transaction.put(concept("a", "again"));
      engine.associate(edge("a", "z"));
      assertConflict(transaction, "an association of concept a");
    }
  }

  @Test
  void edgeOfAConceptDeletedMeanwhileIsAConflict() {
    for (Association each : List.of(edge("a", "b"), edge("b", "a"))) {
      engine.put(concept("a", "x"));
      try (Transaction transaction = engine.begin()) {
        transaction.associate(each);
        engine.delete("a");
        assertConflict(transaction, "a concept of association");
      }
    }
  }

  @Test
  void writesBeforeTheBeginAreNoConflict() {
    try (Transaction open = engine.begin()) {
      engine.put(concept("a", "x"));
      engine.delete("b");
      try (Transaction later = engine.begin()) {
        later.put(concept("a", "y"));
        later.associate(edge("b", "a"));
        later.commit();
      }
      open.put(concept("c", "x"));
      open.commit();
    }
    assertEquals(2, engine.stats().concepts());
  }

  @Test
  void badWriteIsRefusedAndTheTransactionGoesOn() {
    try (Transaction transaction = engine.begin()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> transaction.put(Concept.builder("a").vector(new float[3]).build()));
      assertThrows(IllegalArgumentException.class, () -> transaction.delete(""));
      transaction.put(concept("b", "x"));
      transaction.commit();
    }
    assertEquals(1, engine.stats().concepts());
  }

  @Test
  void badRowIsRefusedByTheCommitAndNothingIsApplied() {
    RowBatch rows = new RowBatch();
    rows.put(new byte[] {9, 9}, new byte[1]);
    try (Transaction transaction = engine.begin()) {
      transaction.put(concept("b", "x"));
      transaction.apply(rows);
      assertThrows(IllegalArgumentException.class, transaction::commit);
    }
    assertEquals(0, engine.stats().concepts());
    engine.put(concept("c", "writes go on"));
  }

  @Test
  void transactionLargerThanABatchIsRefused() {
    byte[] value = new byte[RowBatch.VALUE_BYTES_MAX];
    try (Transaction transaction = engine.begin()) {
      for (int i = 0; i < 3; i++) {
        RowBatch rows = new RowBatch();
        rows.put(RowKeys.concept("c" + i), value);
        transaction.apply(rows);
        transaction.apply(rows);
      }
      RowBatch last = new RowBatch();
      last.put(RowKeys.concept("last"), value);
      assertThrows(IllegalArgumentException.class, () -> transaction.apply(last));
    }
  }

  @Test
  void transactionOfAClosedStoreFails() {
    Transaction transaction = engine.begin();
    transaction.put(concept("a", "x"));
    engine.close();
    assertThrows(IllegalStateException.class, transaction::commit);
    transaction.close();
    assertThrows(IllegalStateException.class, engine::begin);
  }

  private static void assertConflict(Transaction transaction, String what) {
    TransactionConflictException e =
        assertThrows(TransactionConflictException.class, transaction::commit);
    assertTrue(String.valueOf(e.getMessage()).contains(what), e.getMessage());
    transaction.close();
  }

  private static List<String> pages(Transaction transaction, String id) {
    List<String> found = new ArrayList<>();
    String cursor = null;
    do {
      NeighborPage page =
          transaction.neighbors(new NeighborQuery(id, Direction.OUT, null, 1, cursor));
      found.addAll(neighbors(page));
      cursor = page.cursor();
    } while (cursor != null);
    return found;
  }

  private static List<String> concepts(Transaction transaction) {
    List<String> found = new ArrayList<>();
    try (RowCursor rows =
        transaction.rows(new byte[] {RowKeys.CONCEPT}, new byte[] {RowKeys.EDGE_OUT})) {
      while (rows.next()) {
        found.add(RowKeys.conceptId(rows.key()));
      }
    }
    return found;
  }

  private static NeighborQuery out(String id) {
    return new NeighborQuery(id, Direction.OUT, null, 10, null);
  }

  private static List<String> neighbors(NeighborPage page) {
    return page.items().stream().map(Neighbor::id).toList();
  }

  private static @Nullable String text(@Nullable Concept concept) {
    assertNotNull(concept);
    return concept.text();
  }

  private static Association edge(String source, String target) {
    return Association.of(source, "IS", target, 1, 1);
  }

  private static Concept concept(String id, String text) {
    return Concept.builder(id).text(text).vector(new float[] {1, 2}).build();
  }
}
