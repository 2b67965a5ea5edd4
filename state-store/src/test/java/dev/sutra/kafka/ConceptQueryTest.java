package dev.sutra.kafka;

import static dev.sutra.kafka.EngineStoreFixture.key;
import static dev.sutra.kafka.EngineStoreFixture.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.ConceptQuery.Edges;
import dev.sutra.kafka.ConceptQuery.GetConcept;
import dev.sutra.kafka.ConceptQuery.GetConcepts;
import dev.sutra.kafka.ConceptQuery.Neighbors;
import dev.sutra.kafka.ConceptQuery.SimilarTo;
import dev.sutra.kafka.ConceptQuery.StoreStats;
import dev.sutra.kafka.ConceptQuery.TextMatches;
import dev.sutra.kafka.ConceptQuery.TextStatistics;
import dev.sutra.kafka.ConceptQuery.Timeline;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.record.SourcePosition;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConceptQueryTest {
  private static final QueryConfig PLAIN = new QueryConfig(false);

  @TempDir Path directory;

  @Test
  void everyQueryIsAnsweredThroughTheTypedStore() {
    try (StoreHarness harness = new StoreHarness(directory, 2)) {
      Concept fox = Concept.builder("fox").text("a fox").vector(new float[] {1, 0}).build();
      harness.process(store -> store.put(fox));
      harness.process(store -> store.associate(Association.of("fox", "CAUSAL", "b", 1, 1)));
      ConceptStore store = harness.store();

      assertEquals(Optional.of(fox), answer(store, new GetConcept("fox")));
      assertEquals(Optional.empty(), answer(store, new GetConcept("b")));
      assertEquals(Map.of("fox", fox), answer(store, new GetConcepts(List.of("b", "fox"))));
      NeighborQuery out = new NeighborQuery("fox", Direction.OUT, null, 5, null);
      assertEquals("b", answer(store, new Neighbors(out)).items().getFirst().id());
      EdgesQuery edges = new EdgesQuery(List.of("b", "fox"), EdgeSelection.OUT, 5);
      EdgesPage found = answer(store, new Edges(Map.of(0, edges)));
      assertEquals(2, found.complete());
      assertEquals("b", found.edges().getFirst().other());
      assertEquals(EdgesPage.NONE, answer(store, new Edges(Map.of(1, edges))));
      List<Hit> hits = answer(store, new TextMatches(new TextSearch("fox", 5, null)));
      assertEquals("fox", hits.getFirst().id());
      assertEquals(1, answer(store, new TextStatistics("fox")).documents());
      assertEquals(List.of("the", "of"), answer(store, new TextStatistics("the of")).ignored());
      SimilarQuery near = new SimilarQuery(new float[] {1, 1}, 5, -1, true, null);
      assertEquals("fox", answer(store, new SimilarTo(near)).items().getFirst().id());
      TimelineQuery all = new TimelineQuery(0, 10, false, 5, null);
      assertEquals("fox", answer(store, new Timeline(all)).items().getFirst().id());
      assertEquals(1, answer(store, new StoreStats()).associations());
    }
  }

  @Test
  void aBoundIsHonouredForTheStoresOwnPartition() {
    EngineStore store = EngineStoreFixture.open(directory);
    store.engine().advance(new SourcePosition("in", 3, 10));
    assertTrue(ask(store, bound("in", 3, 10)).isSuccess());
    assertTrue(ask(store, bound("in", 2, 99)).isSuccess());
    assertTrue(ask(store, PositionBound.unbounded()).isSuccess());

    QueryResult<Optional<Concept>> behind = ask(store, bound("in", 3, 11));
    assertEquals(FailureReason.NOT_UP_TO_BOUND, behind.getFailureReason());
    assertFalse(ConceptQuery.isInvalid(behind));
    assertEquals(
        FailureReason.NOT_UP_TO_BOUND, ask(store, bound("never", 3, 0)).getFailureReason());
    assertEquals(Position.emptyPosition().withComponent("in", 3, 10), behind.getPosition());
    store.close();
  }

  @Test
  void theResultsPositionIsACopy() {
    EngineStore store = EngineStoreFixture.open(directory);
    QueryResult<Optional<Concept>> result = ask(store, PositionBound.unbounded());
    store.engine().advance(new SourcePosition("in", 3, 10));
    assertTrue(result.getPosition().isEmpty());
    store.close();
  }

  @Test
  void committedQueriesSeeTheLastCommit() {
    EngineStore store = EngineStoreFixture.open(directory);
    store.put(key("a"), value("a", "one"));
    store.engine().advance(new SourcePosition("in", 3, 1));
    store.commit(Map.of());
    store.put(key("b"), value("b", "two"));
    store.engine().advance(new SourcePosition("in", 3, 2));

    Query<Map<String, Concept>> both = new GetConcepts(List.of("a", "b")).committed();
    QueryResult<Map<String, Concept>> result = store.query(both, PositionBound.unbounded(), PLAIN);
    assertEquals(List.of("a"), List.copyOf(result.getResult().keySet()));
    assertEquals(Position.emptyPosition().withComponent("in", 3, 1), result.getPosition());
    assertEquals(
        FailureReason.NOT_UP_TO_BOUND,
        store.query(both, bound("in", 3, 2), PLAIN).getFailureReason());
    store.close();
  }

  @Test
  void questionsThatDoNotFitAreToldApartFromFailures() {
    EngineStore store = EngineStoreFixture.open(directory);
    SimilarQuery three = new SimilarQuery(new float[] {1, 2, 3}, 5, -1, true, null);
    store.put(
        key("a"), ConceptRow.encode(Concept.builder("a").vector(new float[] {1, 2}).build(), null));
    QueryResult<?> invalid = store.query(new SimilarTo(three), PositionBound.unbounded(), PLAIN);
    assertEquals(FailureReason.STORE_EXCEPTION, invalid.getFailureReason());
    assertTrue(ConceptQuery.isInvalid(invalid));

    store.close();
    QueryResult<?> closed = ask(store, PositionBound.unbounded());
    assertEquals(FailureReason.NOT_PRESENT, closed.getFailureReason());
    assertFalse(ConceptQuery.isInvalid(closed));
    assertEquals("store concepts is not open", closed.getFailureMessage());
  }

  @Test
  void otherQueriesAreUnknown() {
    EngineStore store = EngineStoreFixture.open(directory);
    QueryResult<byte[]> result =
        store.query(KeyQuery.withKey(key("a")), PositionBound.unbounded(), PLAIN);
    assertEquals(FailureReason.UNKNOWN_QUERY_TYPE, result.getFailureReason());
    store.close();
  }

  @Test
  void executionInfoIsGivenWhenAskedFor() {
    EngineStore store = EngineStoreFixture.open(directory);
    GetConcept query = new GetConcept("a");
    PositionBound unbounded = PositionBound.unbounded();
    assertEquals(1, store.query(query, unbounded, new QueryConfig(true)).getExecutionInfo().size());
    assertEquals(0, store.query(query, unbounded, PLAIN).getExecutionInfo().size());
    store.close();
  }

  @Test
  void tooManyOrBadIdsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new GetConcept(""));
    assertThrows(
        IllegalArgumentException.class, () -> new GetConcepts(Collections.nCopies(1001, "a")));
  }

  @Test
  void whatAPositionPromisesIsThereWhileOthersWrite()
      throws InterruptedException, ExecutionException {
    try (StoreHarness harness = new StoreHarness(directory, 2);
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      ConceptStore store = harness.store();
      CountDownLatch written = new CountDownLatch(1);
      Query<Map<String, Concept>> query = new GetConcepts(List.of("last"));
      Future<Integer> reader =
          executor.submit(
              () -> {
                int asked = 0;
                do {
                  checkConsistent(store.query(query, PositionBound.unbounded(), PLAIN));
                  asked++;
                } while (written.getCount() > 0);
                return asked;
              });
      for (int i = 0; i < 200; i++) {
        String text = String.valueOf(i);
        harness.process(it -> it.put(Concept.builder("last").text(text).build()));
      }
      written.countDown();
      assertTrue(reader.get() > 0);
    }
  }

  /** What the position promises is there: record i has written the text i. */
  private static void checkConsistent(QueryResult<Map<String, Concept>> result) {
    assertTrue(result.isSuccess(), result::toString);
    Long promised = result.getPosition().getPartitionPositions(StoreHarness.INPUT).get(0);
    if (promised != null) {
      String text =
          String.valueOf(
              Objects.requireNonNull(result.getResult().get("last"), "last at " + promised).text());
      assertTrue(Long.parseLong(text) >= promised, text + " at " + promised);
    }
  }

  private static QueryResult<Optional<Concept>> ask(EngineStore store, PositionBound bound) {
    return store.query(new GetConcept("a"), bound, PLAIN);
  }

  private static <R> R answer(ConceptStore store, Query<R> query) {
    QueryResult<R> result = store.query(query, PositionBound.unbounded(), PLAIN);
    assertTrue(result.isSuccess(), result::toString);
    return result.getResult();
  }

  private static PositionBound bound(String topic, int partition, long offset) {
    return PositionBound.at(Position.emptyPosition().withComponent(topic, partition, offset));
  }
}
