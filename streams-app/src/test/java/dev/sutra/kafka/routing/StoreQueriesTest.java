package dev.sutra.kafka.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.service.FakeStore;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.record.Concept;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.Test;

class StoreQueriesTest {
  private static final String TOPIC = "events";
  private static final ConceptQuery<Optional<Concept>> QUERY = new ConceptQuery.GetConcept("a");

  private final FakeStore store = new FakeStore();
  private final Map<Integer, Long> terms = new HashMap<>(Map.of(0, 1L, 1, 2L));
  private final StoreQueries queries =
      new StoreQueries(
          new LocalPartitions(
              store, partition -> terms.getOrDefault(partition, ActivePartitions.NONE)),
          () -> 2);

  @Test
  void activePartitionsAnswer() {
    store.answers(0, () -> found(5)).answers(1, () -> found(7));
    Coverage coverage = queries.askAll(QUERY, options(Position.emptyPosition(), false)).coverage();
    assertEquals(Set.of(0, 1), coverage.answered());
    assertTrue(coverage.isWhole());
    assertEquals(1, store.rounds.size());
  }

  @Test
  void aCopyThatIsNotActiveCountsAsAway() {
    store.answers(0, () -> found(5)).answers(1, () -> found(7));
    terms.remove(1);
    refusedAtOnce(options(Position.emptyPosition(), false));
    Coverage partial = queries.askAll(QUERY, options(Position.emptyPosition(), true)).coverage();
    assertEquals(Set.of(1), partial.failed());
    assertFalse(partial.isWhole());
  }

  @Test
  void anAnswerOfATermThatEndedMeanwhileDoesNotCount() {
    store.answers(0, () -> found(5));
    store.answers(
        1,
        () -> {
          terms.put(1, 3L);
          return found(7);
        });
    refusedAtOnce(options(Position.emptyPosition(), false));
  }

  @Test
  void aCopyAnswersWhereTheCallerAllowsItAndIsNamed() {
    store.answers(0, () -> found(5)).answers(1, () -> found(7));
    terms.remove(1);
    Coverage coverage =
        queries
            .askAll(
                QUERY,
                new QueryOptions(Position.emptyPosition(), true, false, Duration.ofSeconds(20)))
            .coverage();
    assertEquals(Set.of(0, 1), coverage.answered());
    assertEquals(Set.of(1), coverage.copies());
    assertFalse(coverage.isWhole());
  }

  @Test
  void thePositionGoesToTheStoreAsItWasAskedFor() {
    store.answers(0, () -> found(5)).answers(1, () -> found(7));
    queries.askAll(QUERY, options(at(0, 5).withComponent(TOPIC, 1, 7), false));
    assertEquals(
        List.of(Position.emptyPosition().withComponent(TOPIC, 0, 5).withComponent(TOPIC, 1, 7)),
        store.bounds);
  }

  @Test
  void onlyThoseThatAreBehindAreAskedAgain() {
    Deque<QueryResult<?>> answers = new ArrayDeque<>(List.of(behind(), behind(), found(7)));
    store.answers(0, () -> found(5)).answers(1, answers::remove);
    queries.askAll(QUERY, options(at(1, 7), false));
    assertEquals(List.of(Set.of(0, 1), Set.of(1), Set.of(1)), store.rounds);
  }

  @Test
  void aStoreThatFailedIsNotAskedAgainWithinAQuestion() {
    Deque<QueryResult<?>> answers = new ArrayDeque<>(List.of(behind(), behind(), found(7)));
    store.answers(0, StoreQueriesTest::broken).answers(1, answers::remove);
    Coverage coverage = queries.askAll(QUERY, options(at(1, 7), true)).coverage();
    assertEquals(Set.of(0), coverage.failed());
    assertEquals(List.of(Set.of(0, 1), Set.of(1), Set.of(1)), store.rounds);
  }

  @Test
  void aPartitionThatMayComeIsAskedAgainWhileOthersAreWaitedFor() {
    Deque<QueryResult<?>> late = new ArrayDeque<>(List.of(away(), found(5)));
    Deque<QueryResult<?>> answers = new ArrayDeque<>(List.of(behind(), found(7)));
    store.answers(0, late::remove).answers(1, answers::remove);
    assertTrue(queries.askAll(QUERY, options(at(1, 7), true)).coverage().isWhole());
  }

  @Test
  void nothingIsWaitedForOnceTheAnswerIsARefusal() {
    store.answers(0, StoreQueriesTest::broken).answers(1, StoreQueriesTest::behind);
    refusedAtOnce(options(at(1, 7), false));
  }

  @Test
  void aTokenOfTheFutureWaitsUntilTheTimeIsOver() {
    store.answers(0, () -> found(5)).answers(1, StoreQueriesTest::behind);
    QueryOptions brief = options(at(1, 999_999), false).withTimeout(Duration.ofMillis(400));
    QueryTimeoutException timeout =
        assertThrows(QueryTimeoutException.class, () -> queries.askAll(QUERY, brief));
    assertEquals("min_position is not visible yet", timeout.getMessage());
    // 5 ms, doubled up to 100: fewer than ten rounds, where a fixed pause of 5 ms takes eighty.
    assertTrue(store.rounds.size() > 1 && store.rounds.size() < 10, store.rounds::toString);
  }

  @Test
  void nobodyNeedAnswerWhereThatIsAllowed() {
    Coverage coverage =
        queries.askWhoCan(QUERY, Set.of(0, 1), options(Position.emptyPosition(), false)).coverage();
    assertEquals(Set.of(0, 1), coverage.failed());
    assertThrows(
        PartitionsUnavailableException.class,
        () -> queries.askAll(QUERY, options(Position.emptyPosition(), true)));
  }

  @Test
  void aPartitionThatMissedOneOfTwoQuestionsFailed() {
    Coverage first = new Coverage(Set.of(0, 1), Set.of(), Set.of(0), Position.emptyPosition());
    Coverage second = new Coverage(Set.of(0), Set.of(1), Set.of(), Position.emptyPosition());
    Coverage both = first.and(second);
    assertEquals(Set.of(0), both.answered());
    assertEquals(Set.of(1), both.failed());
    assertEquals(Set.of(0), both.copies());
  }

  private void refusedAtOnce(QueryOptions options) {
    PartitionsUnavailableException refused =
        assertThrows(PartitionsUnavailableException.class, () -> queries.askAll(QUERY, options));
    assertTrue(String.valueOf(refused.getMessage()).endsWith("are unavailable"));
    assertEquals(1, store.rounds.size());
  }

  private static QueryOptions options(Position wanted, boolean partial) {
    return new QueryOptions(wanted, false, partial, Duration.ofSeconds(20));
  }

  private static Position at(int partition, long offset) {
    return Position.emptyPosition().withComponent(TOPIC, partition, offset);
  }

  private static QueryResult<?> found(long offset) {
    QueryResult<Optional<Concept>> result = QueryResult.forResult(Optional.empty());
    result.setPosition(Position.emptyPosition().withComponent(TOPIC, 0, offset));
    return result;
  }

  private static QueryResult<?> behind() {
    return QueryResult.notUpToBound(Position.emptyPosition(), PositionBound.unbounded(), 1);
  }

  private static QueryResult<?> away() {
    return QueryResult.forFailure(FailureReason.NOT_PRESENT, "away");
  }

  private static QueryResult<?> broken() {
    return QueryResult.forFailure(FailureReason.STORE_EXCEPTION, "broken");
  }
}
