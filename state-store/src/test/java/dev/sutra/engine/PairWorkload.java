package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions that show when they are torn: number n, from 1, writes the two concepts of a pair
 * with n as their strength, text, vector and time, and an edge between them with that weight; every
 * fifth one deletes all that instead. Pair p is written by the numbers n with n mod PAIRS = p.
 */
final class PairWorkload {
  static final int PAIRS = 7;
  static final int DIMENSION = 2;
  private static final int DELETE_EVERY = 5;
  private static final int PADDING_CHARS = 40;

  private PairWorkload() {}

  static RowBatch transaction(int number) {
    RowBatch rows = new RowBatch();
    int pair = number % PAIRS;
    byte[] out = RowKeys.edgeOut(left(pair), "TWIN", right(pair));
    byte[] in = RowKeys.edgeIn(right(pair), "TWIN", left(pair));
    if (isDelete(number)) {
      rows.delete(RowKeys.concept(left(pair)));
      rows.delete(out);
      rows.delete(in);
      rows.delete(RowKeys.concept(right(pair)));
      return rows;
    }
    byte[] edge =
        AssociationRow.encode(
            Association.of(left(pair), "TWIN", right(pair), fraction(number), number), null);
    rows.put(
        RowKeys.concept(left(pair)), ConceptRow.encode(concept(left(pair), number, true), null));
    rows.put(out, edge);
    rows.put(in, edge);
    rows.put(
        RowKeys.concept(right(pair)), ConceptRow.encode(concept(right(pair), number, false), null));
    return rows;
  }

  /** The same as an explicit transaction, not committed yet. */
  static void write(Transaction transaction, int number) {
    int pair = number % PAIRS;
    if (isDelete(number)) {
      transaction.delete(left(pair));
      transaction.delete(right(pair));
      return;
    }
    transaction.put(concept(left(pair), number, true));
    transaction.associate(
        Association.of(left(pair), "TWIN", right(pair), fraction(number), number));
    transaction.put(concept(right(pair), number, false));
  }

  static Concept concept(String id, int number, boolean padded) {
    return Concept.builder(id)
        .text("both w" + number + (padded ? " padding".repeat(PADDING_CHARS) : ""))
        .vector(new float[] {1, number})
        .strength(fraction(number))
        .createdAt(1)
        .updatedAt(number)
        .build();
  }

  /**
   * Checks that a snapshot is what the first transactions, and no others, leave.
   *
   * @param transactions how many
   */
  static void check(Snapshot snapshot, int transactions, String message) {
    Set<String> alive = new HashSet<>();
    long associations = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      int last = lastOf(pair, transactions);
      if (last == 0 || isDelete(last)) {
        assertNull(snapshot.concept(left(pair)), message);
        assertNull(snapshot.concept(right(pair)), message);
        assertEquals(List.of(), neighbors(snapshot, pair), message);
      } else {
        assertEquals(concept(left(pair), last, true), snapshot.concept(left(pair)), message);
        assertEquals(concept(right(pair), last, false), snapshot.concept(right(pair)), message);
        assertEquals(1, neighbors(snapshot, pair).size(), message);
        assertEquals(last, neighbors(snapshot, pair).getFirst().updatedAt(), message);
        alive.add(left(pair));
        alive.add(right(pair));
        associations++;
      }
    }
    checkIndexes(snapshot, alive, associations, message);
  }

  /** The number of the transaction whose state a snapshot shows; checks that it is whole. */
  static int checkWhole(Snapshot snapshot, String message) {
    long sequence = snapshot.sequence();
    assertTrue(sequence <= Integer.MAX_VALUE, message);
    check(snapshot, (int) sequence, message);
    return (int) sequence;
  }

  private static void checkIndexes(
      Snapshot snapshot, Set<String> alive, long associations, String message) {
    List<Hit> hits = snapshot.search(new TextSearch("both", 100, null));
    assertEquals(alive, ids(hits), message);
    assertEquals(alive.size(), hits.size(), message);
    List<Hit> similar =
        snapshot
            .similar(new SimilarQuery(new float[] {1, 0}, 100, Float.NEGATIVE_INFINITY, true, null))
            .items();
    assertEquals(alive, ids(similar), message);
    assertEquals(alive.size(), similar.size(), message);
    for (Hit hit : hits) {
      Concept concept = snapshot.concept(hit.id());
      assertNotNull(concept, message);
      assertEquals(concept.text(), hit.text(), message);
    }
    List<TimelineEntry> times =
        snapshot.timeline(new TimelineQuery(0, Long.MAX_VALUE, false, 100, null)).items();
    assertEquals(alive.size(), times.size(), message);
    EngineStats stats = snapshot.stats();
    assertEquals(alive.size(), stats.concepts(), message);
    assertEquals(alive.size(), stats.vectors(), message);
    assertEquals(alive.size(), stats.texts(), message);
    assertEquals(associations, stats.associations(), message);
  }

  private static Set<String> ids(List<Hit> hits) {
    Set<String> ids = new HashSet<>();
    hits.forEach(hit -> ids.add(hit.id()));
    return ids;
  }

  private static List<Neighbor> neighbors(Snapshot snapshot, int pair) {
    List<Neighbor> out =
        snapshot.neighbors(new NeighborQuery(left(pair), Direction.OUT, null, 10, null)).items();
    List<Neighbor> in =
        snapshot.neighbors(new NeighborQuery(right(pair), Direction.IN, null, 10, null)).items();
    assertEquals(out.size(), in.size());
    return out;
  }

  private static int lastOf(int pair, int transactions) {
    int last = transactions - Math.floorMod(transactions - pair, PAIRS);
    return Math.max(0, last);
  }

  private static boolean isDelete(int number) {
    return number % DELETE_EVERY == 0;
  }

  private static float fraction(int number) {
    return (number % 1000) / 1000f;
  }

  static String left(int pair) {
    return "left-" + pair;
  }

  static String right(int pair) {
    return "right-" + pair;
  }
}
