package dev.sutra.app.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ReadOptions.Consistency;
import dev.sutra.app.api.ServiceException;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.RoutedStore;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.schemas.EventSerdes;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of partitions that are away or behind. */
// Fields are set by open().
@SuppressWarnings("NullAway.Init")
class KafkaConceptServiceTest {
  private static final ReadOptions ANY_COPY =
      new ReadOptions(null, Consistency.STANDBY_OK, false, Duration.ofSeconds(5));
  private static final ReadOptions PARTIAL =
      new ReadOptions(null, Consistency.ACTIVE, true, Duration.ofSeconds(5));

  @TempDir Path directory;
  private final FakeStore store = new FakeStore();
  private final Map<Integer, Long> terms = new HashMap<>(Map.of(0, 1L, 1, 2L));
  private final InstanceState instance = new InstanceState();
  private final RecordProducer producer =
      new RecordProducer(Map.of("bootstrap.servers", "127.0.0.1:1"));
  private final EventProducer events =
      new EventProducer(
          producer,
          EventSerdes.create(Map.of("schema.registry.url", "mock://service")).serializer(),
          "events");
  private StorageEngine zero;
  private StorageEngine one;
  private KafkaConceptService service;

  /** Partition 0 keeps "a" and its association with "d", whose text is on partition 1. */
  @BeforeEach
  void open() throws IOException {
    zero = StorageEngine.open(directory.resolve("0"), EngineOptions.standalone(2));
    one = StorageEngine.open(directory.resolve("1"), EngineOptions.standalone(2));
    zero.put(Concept.builder("a").text("alpha word").build());
    zero.associate(Association.of("a", "CAUSAL", "d", 1, 1));
    one.put(Concept.builder("d").text("beta word").build());
    store.engine(0, zero).engine(1, one);
    service =
        new KafkaConceptService(
            () -> KafkaStreams.State.REBALANCING,
            InstanceGroup.alone(
                store,
                new RoutedStore("concepts", "events", "", () -> 2, Map::of),
                partition -> terms.getOrDefault(partition, ActivePartitions.NONE)),
            events,
            new StoreShape("concepts", "events", 2, Similarity.COSINE),
            instance,
            null);
  }

  @AfterEach
  void close() {
    zero.close();
    one.close();
    producer.close();
  }

  @Test
  void neighborsAreAnsweredWithoutTheTextsThatAreAway() {
    NeighborQuery query = new NeighborQuery("a", Direction.OUT, null, 5, null);
    Answer<NeighborItem> whole = service.neighbors(query, Detail.TEXT, ReadOptions.DEFAULT);
    assertEquals("beta word", whole.items().getFirst().text());
    assertTrue(whole.source().exact());
    assertFalse(whole.source().partial());

    terms.remove(1);
    Answer<NeighborItem> answer = service.neighbors(query, Detail.TEXT, ReadOptions.DEFAULT);
    NeighborItem item = answer.items().getFirst();
    assertEquals("d", item.neighbor().id());
    assertEquals("CAUSAL", item.neighbor().type());
    assertEquals(1, item.neighbor().weight());
    assertNull(item.text());
    assertTrue(answer.source().partial());
    assertFalse(answer.source().exact());
    assertEquals(List.of(1), answer.source().partitions().failed());

    terms.remove(0);
    assertRefused(() -> service.neighbors(query, Detail.TEXT, ReadOptions.DEFAULT));
  }

  @Test
  void onlyTheActiveCopySaysThatAConceptIsNotThere() {
    assertUnknown(() -> service.concept("x", ReadOptions.DEFAULT));
    assertUnknown(() -> service.concept("x", ANY_COPY));
    terms.remove(0);
    assertEquals("alpha word", service.concept("a", ANY_COPY).items().getFirst().text());
    assertRefused(() -> service.concept("x", ANY_COPY));
    assertRefused(() -> service.concept("a", ReadOptions.DEFAULT));
    assertRefused(() -> service.similarity("x", "d", ANY_COPY));
    // It has no vector here, yet.
    assertRefused(() -> service.similarity("a", "d", ANY_COPY));
    NeighborQuery query = new NeighborQuery("x", Direction.BOTH, null, 5, null);
    assertRefused(() -> service.neighbors(query, Detail.TEXT, ANY_COPY));
  }

  @Test
  void ofSeveralConceptsOnlyThoseOfAnotherCopyAreUnknown() {
    String nobody =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "nobody" + i)
            .filter(id -> KeyPartitioner.partition(id.getBytes(UTF_8), 2) == 1)
            .findFirst()
            .orElseThrow();
    terms.remove(0);
    Answer<Concept> answer = service.concepts(List.of("a", nobody), Detail.TEXT, ANY_COPY);
    assertEquals("a", answer.items().getFirst().id());
    assertEquals(List.of(nobody), answer.missing());
    assertRefused(() -> service.concepts(List.of(nobody, "x"), Detail.TEXT, ANY_COPY));
  }

  @Test
  void aSearchThatMissesAPartitionIsNotExact() {
    TextSearch search = new TextSearch("word", 5, null);
    Answer<Hit> whole = service.search(search, ReadOptions.DEFAULT);
    assertEquals(2, whole.items().size());
    assertTrue(whole.source().exact());

    terms.remove(1);
    Answer<Hit> part = service.search(search, PARTIAL);
    assertEquals(List.of("a"), part.items().stream().map(Hit::id).toList());
    assertFalse(part.source().exact());
    assertTrue(part.source().partial());

    Answer<Hit> copies = service.search(search, ANY_COPY);
    assertEquals(2, copies.items().size());
    assertFalse(copies.source().exact());
    assertFalse(copies.source().partial());
  }

  @Test
  void aPartitionThatTheStatisticsMissedIsNotSearched() {
    store.answers(1, () -> QueryResult.forFailure(FailureReason.NOT_PRESENT, "away"));
    store.rounds.clear();
    Answer<Hit> answer = service.search(new TextSearch("word", 5, null), PARTIAL);
    assertEquals(2, store.rounds.size());
    assertEquals(Set.of(0), store.rounds.getLast());
    assertEquals(List.of(1), answer.source().partitions().failed());
  }

  @Test
  void anUnknownLagIsNotNought() {
    assertNull(service.concept("a", ReadOptions.DEFAULT).source().lag());
    assertNull(service.stats(ReadOptions.DEFAULT).items().getFirst().lag());
    assertFalse(instance.caughtUp());
  }

  @Test
  void readinessNamesThePartitionsThatAreNotActive() {
    assertNull(service.notReadyReason());
    terms.remove(1);
    assertEquals(
        "the stream is REBALANCING; not active and restored in this instance, and it has no"
            + " http.advertised: partition 1",
        service.notReadyReason());
  }

  private static void assertUnknown(Runnable question) {
    ServiceException thrown = assertThrows(ServiceException.class, question::run);
    assertTrue(String.valueOf(thrown.getMessage()).startsWith("there is no concept"));
  }

  private static void assertRefused(Runnable question) {
    ServiceException thrown = assertThrows(ServiceException.class, question::run);
    assertFalse(String.valueOf(thrown.getMessage()).startsWith("there is no concept"));
  }
}
