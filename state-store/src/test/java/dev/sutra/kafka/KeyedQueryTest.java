package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.kafka.ConceptQuery.GetConcept;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.TimestampedKeyQuery;
import org.apache.kafka.streams.query.WindowKeyQuery;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own queries by key and by range of keys, through the typed store. */
class KeyedQueryTest {
  private static final QueryConfig PLAIN = new QueryConfig(false);

  @TempDir Path directory;

  @Test
  void aKeyIsTheIdOfAConcept() {
    try (StoreHarness harness = harness("a", "b")) {
      QueryResult<Concept> found = ask(harness, KeyQuery.<String, Concept>withKey("b").skipCache());
      assertEquals("text of b", found.getResult().text());
      assertEquals(1L, found.getPosition().getPartitionPositions(StoreHarness.INPUT).get(0));

      QueryResult<Concept> missing = ask(harness, KeyQuery.withKey("c"));
      assertTrue(missing.isSuccess());
      assertNull(missing.getResult());
    }
  }

  @Test
  void aKeyThatIsNoIdIsToldApartFromAFailure() {
    try (StoreHarness harness = harness("a")) {
      QueryResult<Concept> bytes = ask(harness, KeyQuery.withKey(Bytes.wrap(new byte[] {1, 'a'})));
      assertEquals(FailureReason.STORE_EXCEPTION, bytes.getFailureReason());
      assertTrue(ConceptQuery.isInvalid(bytes));
      assertTrue(bytes.getFailureMessage().contains("org.apache.kafka.common.utils.Bytes"));
      assertTrue(ConceptQuery.isInvalid(ask(harness, KeyQuery.withKey(""))));
    }
  }

  @Test
  void aRangeHasBothBoundsAndTheOrderOfBytes() {
    // The last two are in another order as Java compares strings.
    List<String> ids = List.of("a", "aa", "b", "c", "\uff5e", "\ud83d\ude00");
    try (StoreHarness harness = harness(ids.toArray(new String[0]))) {
      harness.process(store -> store.associate(Association.of("a", "CAUSAL", "b", 1, 1)));
      assertEquals(ids, range(harness, RangeQuery.withNoBounds()));
      assertEquals(List.of("aa", "b"), range(harness, RangeQuery.withRange("aa", "b")));
      assertEquals(ids.subList(2, 6), range(harness, RangeQuery.withLowerBound("ab")));
      assertEquals(ids.subList(0, 2), range(harness, RangeQuery.withUpperBound("aa")));
      assertEquals(List.of(), range(harness, RangeQuery.withRange("b", "a")));
      assertEquals(
          ids, range(harness, RangeQuery.<String, Concept>withNoBounds().withAscendingKeys()));
    }
  }

  @Test
  void aDescendingRangeIsRefused() {
    try (StoreHarness harness = harness("a")) {
      QueryResult<?> result =
          ask(harness, RangeQuery.<String, Concept>withNoBounds().withDescendingKeys());
      assertTrue(ConceptQuery.isInvalid(result));
      assertTrue(result.getFailureMessage().contains("ascending order only"));
    }
  }

  @Test
  void aRangeShowsTheMomentAtWhichItWasOpened() {
    try (StoreHarness harness = harness("a", "b")) {
      try (KeyValueIterator<String, Concept> open =
          ask(harness, RangeQuery.<String, Concept>withNoBounds()).getResult()) {
        harness.process(store -> store.delete("b", (association, half) -> {}));
        assertEquals(List.of("a", "b"), ids(open));
      }
      assertEquals(List.of("a"), range(harness, RangeQuery.withNoBounds()));
    }
  }

  @Test
  void bothQueriesHonourThePositionBound() {
    try (StoreHarness harness = harness("a")) {
      PositionBound later =
          PositionBound.at(Position.emptyPosition().withComponent(StoreHarness.INPUT, 0, 1));
      for (Query<?> query :
          List.<Query<?>>of(KeyQuery.withKey("a"), RangeQuery.<String, Concept>withNoBounds())) {
        assertEquals(
            FailureReason.NOT_UP_TO_BOUND,
            harness.store().query(query, later, PLAIN).getFailureReason());
      }
      harness.process(ConceptStore::markProcessed);
      assertTrue(harness.store().query(KeyQuery.withKey("a"), later, PLAIN).isSuccess());
    }
  }

  @Test
  void otherQueriesOfKafkaAreUnknown() {
    try (StoreHarness harness = harness("a")) {
      for (Query<?> query :
          List.<Query<?>>of(
              TimestampedKeyQuery.withKey("a"),
              WindowKeyQuery.withKeyAndWindowStartRange("a", Instant.MIN, Instant.MAX))) {
        assertEquals(FailureReason.UNKNOWN_QUERY_TYPE, ask(harness, query).getFailureReason());
      }
    }
  }

  @Test
  void aClosedStoreIsNotPresent() {
    ConceptStore store;
    try (StoreHarness harness = harness("a")) {
      store = harness.store();
    }
    for (Query<?> query :
        List.<Query<?>>of(
            KeyQuery.withKey("a"),
            RangeQuery.<String, Concept>withNoBounds(),
            new GetConcept("a"),
            new GetConcept("a").committed())) {
      assertEquals(
          FailureReason.NOT_PRESENT,
          store.query(query, PositionBound.unbounded(), PLAIN).getFailureReason());
    }
  }

  @Test
  void aRangeIsReadToItsEndOrFailsWhenItsStoreIsClosed() {
    KeyValueIterator<String, Concept> open;
    try (StoreHarness harness = harness("a", "b", "c")) {
      open = ask(harness, RangeQuery.<String, Concept>withNoBounds()).getResult();
      assertEquals("a", open.next().key);
    }
    try (open) {
      assertEquals(List.of("b", "c"), ids(open));
    } catch (IllegalStateException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
    assertThrows(IllegalStateException.class, open::hasNext);
  }

  private StoreHarness harness(String... ids) {
    StoreHarness harness = new StoreHarness(directory, 2);
    for (String id : ids) {
      Concept concept = Concept.builder(id).text("text of " + id).build();
      harness.process(store -> store.put(concept));
    }
    return harness;
  }

  private static List<String> range(StoreHarness harness, RangeQuery<String, Concept> query) {
    try (KeyValueIterator<String, Concept> found = ask(harness, query).getResult()) {
      return ids(found);
    }
  }

  private static List<String> ids(KeyValueIterator<String, Concept> found) {
    List<String> ids = new ArrayList<>();
    while (found.hasNext()) {
      String peeked = found.peekNextKey();
      Concept concept = found.next().value;
      assertEquals(peeked, concept.id());
      ids.add(peeked);
    }
    return ids;
  }

  private static <R extends @Nullable Object> QueryResult<R> ask(
      StoreHarness harness, Query<R> query) {
    return harness.store().query(query, PositionBound.unbounded(), PLAIN);
  }
}
