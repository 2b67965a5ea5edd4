package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.routing.wire.Codecs;
import dev.sutra.kafka.routing.wire.Frame;
import dev.sutra.kafka.routing.wire.PeerReply;
import dev.sutra.kafka.routing.wire.PeerSecret;
import dev.sutra.kafka.routing.wire.QueryTypes;
import dev.sutra.kafka.routing.wire.WireFormatException;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two instances with a partition each, and what may go wrong between them. */
class PeersTest extends PeerFixture {
  private static final TextSearch SEARCH = new TextSearch("word", 5, null);

  @Test
  void twoInstancesAnswerWhatOneAnswers() {
    ConceptQueries two = queries();
    ConceptQueries one = single();
    String d = id(1);
    QueryOptions options = QueryOptions.DEFAULT;
    assertEquals(one.search(SEARCH, options).value(), two.search(SEARCH, options).value());
    assertEquals(2, two.search(SEARCH, options).value().items().size());
    ConceptFilter filter = new ConceptFilter(Map.of("x", 0.1), 0, Long.MAX_VALUE, "c");
    ConceptFilter linked =
        ConceptFilter.parse("has(CAUSAL -> " + id(0) + ") and (n >= 1 or s = \"ö \\\"\")");
    for (ConceptFilter each : List.of(ConceptFilter.NONE, filter, linked)) {
      SimilarQuery similar =
          new SimilarQuery(new float[] {0.7f, 0.1f}, 5, -1, true, null).withFilter(each);
      assertEquals(one.similar(similar, options).value(), two.similar(similar, options).value());
      assertFalse(two.similar(similar, options).value().items().isEmpty());
    }
    NeighborQuery neighbors = new NeighborQuery(d, Direction.BOTH, "CAUSAL", 5, null);
    assertEquals(
        one.neighbors(neighbors, options).value(), two.neighbors(neighbors, options).value());
    TraversalQuery walk =
        new TraversalQuery(d, new EdgeSelection(Direction.BOTH, List.of("CAUSAL")), 0, 3, 5, 50);
    assertEquals(one.traverse(walk, options).value(), two.traverse(walk, options).value());
    assertEquals(1, two.traverse(walk, options).value().items().size());
    HybridQuery hybrid =
        HybridQuery.builder()
            .text("word")
            .vector(new float[] {0.7f, 0.1f})
            .anchors(List.of(id(0)))
            .weight(Ranking.VECTOR, 0.5)
            .fusion(Fusion.LINEAR)
            .filter(filter)
            .boosts(new Boosts(1, 1, 1000, 0))
            .diversity(0.5)
            .detail(Detail.VECTOR)
            .build();
    for (HybridQuery each :
        List.of(hybrid, hybrid.toBuilder().filter(ConceptFilter.NONE).build())) {
      assertEquals(one.hybrid(each, options).value(), two.hybrid(each, options).value());
      assertFalse(two.hybrid(each, options).value().items().isEmpty());
      assertTrue(two.hybrid(each, options).coverage().isWhole());
    }
    TimelineQuery timeline = new TimelineQuery(0, Long.MAX_VALUE, true, 1, null);
    assertEquals(one.timeline(timeline, options).value(), two.timeline(timeline, options).value());
    assertEquals(one.stats(options).value(), two.stats(options).value());
    assertEquals(
        one.concepts(List.of(id(0), d), Detail.VECTOR, options).value(),
        two.concepts(List.of(id(0), d), Detail.VECTOR, options).value());
    Concept concept = two.concept(d, options).value().orElseThrow();
    assertEquals(one.concept(d, options).value().orElseThrow(), concept);
    assertArrayEquals(new float[] {1.7f, 0.1f}, concept.vector());
    assertTrue(two.concept("c999", options).value().isEmpty());
  }

  @Test
  void neighborsAreFilteredWhereTheirConceptsAre() throws IOException {
    String d = id(1);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      String id = "n" + i;
      StorageEngine of = KeyPartitioner.partition(id.getBytes(UTF_8), 2) == 0 ? zero : one;
      // Of one in ten there is only the association.
      if (i % 10 != 3) {
        of.put(Concept.builder(id).attribute("n", i).build());
        if (i % 10 == 0 || i > 2_450) {
          expected.add(id);
        }
      }
      one.associate(Association.of(d, "PART", id, 0.1f, 7));
    }
    expected.sort(null);
    String tens = IntStream.range(0, 250).mapToObj(i -> i + "0").collect(Collectors.joining(", "));
    ConceptFilter filter = ConceptFilter.parse("n in (" + tens + ") or n > 2450");
    for (ConceptQueries asked : List.of(queries(), single())) {
      for (int limit : new int[] {7, 50, 1_000}) {
        List<String> found = new ArrayList<>();
        NeighborQuery query =
            new NeighborQuery(d, Direction.OUT, "PART", limit, null).withFilter(filter);
        String cursor = null;
        do {
          NeighborPage page =
              asked.neighbors(query.withPage(limit, cursor), QueryOptions.DEFAULT).value();
          cursor = page.cursor();
          assertTrue(page.items().size() == limit || cursor == null, "a page is short");
          page.items().forEach(item -> found.add(item.id()));
        } while (cursor != null);
        assertEquals(expected, found);
      }
    }
  }

  @Test
  void whatIsNotCommittedIsNotSeenAtEitherInstanceIfAskedSo() throws IOException {
    QueryOptions committed = QueryOptions.DEFAULT.asOfCommit();
    try (StorageEngine open =
        StorageEngine.open(directory.resolve("2"), EngineOptions.underOuterLog(2))) {
      there.engine(1, open);
      open.put(Concept.builder(id(1)).text("word").build());
      open.commit(new byte[] {1});
      open.put(Concept.builder(id(1)).text("word again").build());
      assertEquals("word again", textOf(queries().concept(id(1), QueryOptions.DEFAULT)));
      assertEquals("word", textOf(queries().concept(id(1), committed)));
      TextSearch again = new TextSearch("again", 5, null);
      assertEquals(1, queries().search(again, QueryOptions.DEFAULT).value().items().size());
      assertEquals(0, queries().search(again, committed).value().items().size());
    }
  }

  private static @Nullable String textOf(Found<Optional<Concept>> found) {
    return found.value().orElseThrow().text();
  }

  @Test
  void aPartitionThatIsNotActiveThereAnyMoreIsRefusedOrPartial() {
    term = ActivePartitions.NONE;
    assertThrows(
        PartitionsUnavailableException.class, () -> queries().search(SEARCH, QueryOptions.DEFAULT));
    assertTrue(sent.get() > 1, "it was looked for again");
    Found<TextHits> part = queries().search(SEARCH, PARTIAL);
    assertEquals(Set.of(1), part.coverage().failed());
    assertEquals(List.of(id(0)), part.value().items().stream().map(Hit::id).toList());
  }

  @Test
  void aPartitionThatMovedIsFoundAtItsNewPlace() {
    term = ActivePartitions.NONE;
    wire =
        request -> {
          byte[] reply = endpoint().answer(request, false);
          term = 8;
          return reply;
        };
    assertTrue(queries().search(SEARCH, QueryOptions.DEFAULT).coverage().isWhole());
  }

  @Test
  void garbageIsAFailedPartition() {
    Random random = new Random(5);
    for (int length : new int[] {0, 1, 45, 46, 47, 1000, 100_000}) {
      wire =
          request -> {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            return garbage;
          };
      assertEquals(Set.of(1), queries().search(SEARCH, PARTIAL).coverage().failed());
    }
  }

  @Test
  void aChangedByteIsNeverBelieved() {
    byte[][] kept = new byte[1][];
    wire =
        request -> {
          kept[0] = request;
          return endpoint().answer(request, false);
        };
    var unused = queries().concept(id(1), QueryOptions.DEFAULT);
    byte[] request = kept[0];
    for (int i = 0; i < request.length; i++) {
      byte[] changed = request.clone();
      changed[i] ^= 1;
      assertTrue(isRefused(request, endpoint().answer(changed, false)), "byte " + i);
    }
    for (int length = 0; length < request.length; length++) {
      assertTrue(endpoint().answer(Arrays.copyOf(request, length), false).length > 0);
    }
  }

  private boolean isRefused(byte[] request, byte[] reply) {
    try {
      PeerReply read = (PeerReply) Codecs.decode(PeerReply.class, frame.openReply(request, reply));
      return read.refusal() != null && read.parts().isEmpty();
    } catch (WireFormatException e) {
      return true;
    }
  }

  @Test
  void hostileMessagesWithTheRightCodeAreRefused() {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = new byte[random.nextInt(200)];
      random.nextBytes(message);
      assertTrue(endpoint().answer(frame.request(message), false).length > 0);
    }
  }

  @Test
  void anInstanceThatNeverAnswersCostsNoMoreThanTheTime() {
    CountDownLatch ended = new CountDownLatch(1);
    wire =
        request -> {
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new byte[0];
        };
    QueryOptions brief = PARTIAL.withTimeout(Duration.ofMillis(400));
    assertEquals(Set.of(1), queries().search(SEARCH, brief).coverage().failed());
    QueryOptions whole = QueryOptions.DEFAULT.withTimeout(Duration.ofMillis(200));
    assertThrows(PartitionsUnavailableException.class, () -> queries().search(SEARCH, whole));
    ended.countDown();
  }

  @Test
  void aStandbyIsAskedWhereThatIsAllowed() {
    term = ActivePartitions.NONE;
    Found<TextHits> found = queries().search(SEARCH, COPIES);
    assertEquals(2, found.value().items().size());
    assertEquals(Set.of(1), found.coverage().copies());
    placement = new Placement(Map.of(0, SELF), Map.of(1, List.of(THIRD)));
    assertEquals(Set.of(1), queries().search(SEARCH, COPIES).coverage().copies());
  }

  @Test
  void othersAreRefused() {
    Frame stranger = new Frame(PeerSecret.of("another secret 123"), QueryTypes.shapes());
    Frame release = new Frame(PeerSecret.of("a secret of sixteen"), "other records");
    RoutedStore settings = new RoutedStore("concepts", "events", "other", () -> 2, Map::of);
    RoutedStore name = new RoutedStore("other", "events", "as both", () -> 2, Map::of);
    for (ConceptQueries queries :
        List.of(
            queries(store, stranger),
            queries(store, release),
            queries(settings, frame),
            queries(name, frame))) {
      assertEquals(Set.of(1), queries.search(SEARCH, PARTIAL).coverage().failed());
    }
    assertEquals(List.of(), there.rounds);
  }

  @Test
  void withoutASecretOnlyLoopbackIsAnswered() {
    Frame open = new Frame(PeerSecret.NONE, QueryTypes.shapes());
    PeerEndpoint endpoint =
        new PeerEndpoint(
            new LocalPartitions(there, partition -> term),
            store,
            open,
            false,
            List::of,
            PeerMemory.UNBOUNDED);
    wire = request -> endpoint.answer(request, false);
    assertEquals(Set.of(1), queries(store, open).search(SEARCH, PARTIAL).coverage().failed());
    wire = request -> endpoint.answer(request, true);
    assertTrue(queries(store, open).search(SEARCH, PARTIAL).coverage().isWhole());
    assertThrows(IllegalArgumentException.class, () -> PeerSecret.of("short"));
  }
}
