package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.ConceptQuery.GetConcept;
import dev.sutra.kafka.ConceptQuery.SimilarTo;
import dev.sutra.kafka.ConceptQuery.TextMatches;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads that query a store while it is closed and opened get the right answer or a failure that
 * says so: never another answer, a crash on unmapped memory, or a hang.
 */
class QueriesDuringCloseTest {
  private static final int CONCEPTS = 3_000;
  private static final int ROUNDS = Integer.getInteger("sutra.close.rounds", 40);

  @TempDir Path directory;

  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  @Test
  void answersAreRightOrRefused() throws Exception {
    ConceptStore store =
        ConceptStores.persistent("concepts")
            .withDimension(8)
            // Most of the store is in mapped segments.
            .withMemtableBytesMax(1 << 20)
            .withLoggingDisabled()
            .build();
    store.init(EngineStoreFixture.context(directory), store);
    for (int i = 0; i < CONCEPTS; i++) {
      store.put(concept(i));
    }
    store.commit(Map.of());
    List<Runnable> questions =
        List.of(
            () -> keys(store),
            () -> similar(store),
            () -> range(store),
            () -> facade(store),
            () -> texts(store));
    try (ExecutorService executor = Executors.newFixedThreadPool(questions.size())) {
      List<? extends Future<?>> readers =
          questions.stream().map(question -> executor.submit(() -> repeat(question))).toList();
      for (int round = 0; round < ROUNDS; round++) {
        long before = answered.get();
        while (answered.get() < before + 20 && readers.stream().noneMatch(Future::isDone)) {
          Thread.onSpinWait();
        }
        store.close();
        long closed = refused.get();
        while (refused.get() == closed && readers.stream().noneMatch(Future::isDone)) {
          Thread.onSpinWait();
        }
        store.init(EngineStoreFixture.context(directory), store);
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get(1, TimeUnit.MINUTES);
      }
    } finally {
      done.set(true);
      store.close();
    }
    assertTrue(refused.get() >= ROUNDS);
  }

  private void repeat(Runnable question) {
    while (!done.get()) {
      try {
        question.run();
        answered.incrementAndGet();
      } catch (InvalidStateStoreException e) {
        refused.incrementAndGet();
      } catch (IllegalStateException e) {
        // The store was closed between two steps of one read.
        refused.incrementAndGet();
      }
    }
  }

  private void keys(ConceptStore store) {
    int i = (int) (answered.get() * 31 % CONCEPTS);
    Optional<Concept> found = ask(store, new GetConcept("c" + i));
    assertEquals(concept(i), found.orElseThrow());
  }

  private void similar(ConceptStore store) {
    int i = (int) (answered.get() * 17 % CONCEPTS);
    SimilarQuery query = new SimilarQuery(vector(i), 5, -1, true, null);
    assertEquals(1, ask(store, new SimilarTo(query)).items().getFirst().score(), 1e-5);
  }

  private void texts(ConceptStore store) {
    int i = (int) (answered.get() * 13 % CONCEPTS);
    List<Hit> hits = ask(store, new TextMatches(new TextSearch("number" + i, 5, null)));
    assertEquals(List.of("c" + i), hits.stream().map(Hit::id).toList());
  }

  private void range(ConceptStore store) {
    try (KeyValueIterator<String, Concept> all =
        ask(store, RangeQuery.<String, Concept>withNoBounds())) {
      int count = 0;
      while (all.hasNext()) {
        all.next();
        count++;
      }
      assertEquals(CONCEPTS, count);
    }
  }

  private void facade(ConceptStore store) {
    ReadOnlyConceptStore merged = new MergedPartitions(() -> List.of(store));
    TimelineQuery newest = new TimelineQuery(0, CONCEPTS, true, 10, null);
    assertEquals("c" + (CONCEPTS - 1), merged.timeline(newest).items().getFirst().id());
  }

  private <R> R ask(ConceptStore store, Query<R> query) {
    QueryResult<R> result = store.query(query, PositionBound.unbounded(), new QueryConfig(false));
    if (result.isFailure()) {
      assertTrue(
          result.getFailureReason() == FailureReason.NOT_PRESENT
              || result.getFailureReason() == FailureReason.STORE_EXCEPTION,
          result::toString);
      assertTrue(
          result.getFailureMessage().contains("closed")
              || result.getFailureMessage().contains("not open"),
          result::toString);
      throw new InvalidStateStoreException(result.getFailureMessage());
    }
    return result.getResult();
  }

  private static Concept concept(int i) {
    return Concept.builder("c" + i).text("text number" + i).vector(vector(i)).updatedAt(i).build();
  }

  private static float[] vector(int i) {
    float[] vector = new float[8];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (float) Math.sin(i * 37.0 + at * at);
    }
    return vector;
  }
}
