package dev.sutra.kafka.routing;

import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.routing.wire.Codecs;
import dev.sutra.kafka.routing.wire.Frame;
import dev.sutra.kafka.routing.wire.PeerReply;
import dev.sutra.kafka.routing.wire.PeerRequest;
import dev.sutra.kafka.routing.wire.QueryTypes;
import dev.sutra.kafka.routing.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the other instances of a group from the copies in this instance, and only from those: a
 * request is never sent on. A program mounts it in its server; {@link HttpPeerTransport} sends POST
 * requests. Thread-safe.
 */
public final class PeerEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(PeerEndpoint.class);

  /** An edge with a short id, and its objects; an id of the greatest length takes twice as much. */
  private static final long EDGE_BYTES = 256;

  /** The longest that a request may wait for a position. */
  private static final long WAIT_MILLIS_MAX = 60_000;

  private final LocalPartitions local;
  private final RoutedStore store;
  private final Frame frame;
  private final boolean open;
  private final Supplier<List<PeerReply.Copy>> copies;
  private final PeerMemory memory;

  /**
   * Creates it.
   *
   * @param open whether requests from other addresses than loopback are taken
   * @param copies what this instance holds
   * @param memory of answers until they are sent
   */
  PeerEndpoint(
      LocalPartitions local,
      RoutedStore store,
      Frame frame,
      boolean open,
      Supplier<List<PeerReply.Copy>> copies,
      PeerMemory memory) {
    this.local = local;
    this.store = store;
    this.frame = frame;
    this.open = open;
    this.copies = copies;
    this.memory = memory;
  }

  /**
   * Answers a request. It waits at most as long as the request says, for the position that it asks
   * for. Bytes that are no request get a refusal. A server sends the reply with status 200 and with
   * its length.
   *
   * @param loopback whether the request came from the loopback address; without a secret, others
   *     are refused
   */
  public byte[] answer(byte[] request, boolean loopback) {
    return frame.reply(request, Codecs.encode(PeerReply.class, replyTo(request, loopback)));
  }

  private PeerReply replyTo(byte[] request, boolean loopback) {
    if (!open && !loopback) {
      return PeerReply.refused("without a secret, instances are answered on loopback only");
    }
    try {
      ByteBuffer message = frame.openRequest(request);
      return reply((PeerRequest) Codecs.decode(PeerRequest.class, message));
    } catch (WireFormatException e) {
      LOG.debug("a request is refused", e);
      return PeerReply.refused("the request is not valid: " + e.getMessage());
    } catch (QueryTimeoutException e) {
      return PeerReply.refused(String.valueOf(e.getMessage()));
    }
  }

  private PeerReply reply(PeerRequest request) {
    if (!request.store().equals(store.name())) {
      return PeerReply.refused("its store is " + store.name() + ", not " + request.store());
    }
    if (!request.settings().equals(store.settings())) {
      return PeerReply.refused(
          "its store has " + store.settings() + "; the asking one " + request.settings());
    }
    if (request.query().equals(PeerClient.COPIES)) {
      return new PeerReply(null, List.of(), copies.get());
    }
    long waits = Math.clamp(request.deadlineMillis(), 1, WAIT_MILLIS_MAX);
    QueryOptions options =
        new QueryOptions(
            position(request),
            request.copies(),
            true,
            request.committed(),
            Duration.ofMillis(waits));
    ConceptQuery<?> query = QueryTypes.decode(request.query(), request.body());
    Set<Integer> partitions = new TreeSet<>(request.partitions());
    long bytes = bytesMax(query, partitions.size());
    try {
      if (!memory.take(bytes, options.timeout())) {
        return PeerReply.refused("its memory for queries of other instances is in use");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PeerReply.refused("it is stopping");
    }
    try {
      return new PeerReply(null, parts(query, partitions, options), List.of());
    } finally {
      memory.give(bytes);
    }
  }

  /** The largest items that the answers may contain, and their bytes in the reply. */
  private static long bytesMax(ConceptQuery<?> query, int partitions) {
    if (query instanceof ConceptQuery.Edges edges) {
      return edges.queries().values().stream().mapToLong(PeerEndpoint::bytesMax).sum();
    }
    long items =
        switch (query) {
          case ConceptQuery.TextMatches(TextSearch search) ->
              search.limit() * search.detail().bytesMax();
          case ConceptQuery.SimilarTo(SimilarQuery similar) ->
              similar.limit() * similar.detail().bytesMax();
          case ConceptQuery.Timeline(TimelineQuery timeline) ->
              timeline.limit() * timeline.detail().bytesMax();
          case ConceptQuery.Hybrid(HybridQuery hybrid) ->
              3L * hybrid.depth() * hybrid.neededDetail().bytesMax();
          case ConceptQuery.GetConcepts(var ids, Detail detail, var filter) ->
              ids.size() * detail.bytesMax();
          case ConceptQuery.CountFacets(FacetQuery facets) -> facets.bytesMax();
          default -> Detail.TEXT.bytesMax();
        };
    return 2 * items * partitions;
  }

  private static long bytesMax(EdgesQuery query) {
    return 2L * query.limit() * EDGE_BYTES;
  }

  private static Position position(PeerRequest request) {
    return Position.fromMap(request.bound());
  }

  private <R> List<PeerReply.Part> parts(
      ConceptQuery<R> query, Set<Integer> partitions, QueryOptions options) {
    List<PeerReply.Part> parts = new ArrayList<>();
    answers(query, partitions, options)
        .forEach((partition, answer) -> parts.add(part(query, partition, answer)));
    return parts;
  }

  /** The answers; those that are behind are asked again until the time is over. */
  private <R> Map<Integer, PartitionAnswer<R>> answers(
      ConceptQuery<R> query, Set<Integer> partitions, QueryOptions options) {
    long deadline = System.nanoTime() + options.timeout().toNanos() - marginNanos(options);
    Backoff backoff = new Backoff(deadline);
    Map<Integer, PartitionAnswer<R>> answers = new HashMap<>();
    Set<Integer> behind = new HashSet<>(partitions);
    do {
      answers.putAll(local.query(query, behind, options));
      behind.removeIf(partition -> !isBehind(answers.get(partition)));
    } while (!behind.isEmpty() && backoff.pause());
    return answers;
  }

  /** The reply is to arrive before the other instance gives up. */
  private static long marginNanos(QueryOptions options) {
    return Math.min(options.timeout().toNanos() / 4, TimeUnit.MILLISECONDS.toNanos(100));
  }

  private static boolean isBehind(@Nullable PartitionAnswer<?> answer) {
    return answer != null
        && answer.result().isFailure()
        && answer.result().getFailureReason() == FailureReason.NOT_UP_TO_BOUND;
  }

  private static <R> PeerReply.Part part(
      ConceptQuery<R> query, int partition, PartitionAnswer<R> answer) {
    var result = answer.result();
    if (result.isFailure()) {
      return new PeerReply.Part(
          partition,
          answer.active(),
          result.getFailureReason(),
          String.valueOf(result.getFailureMessage()),
          Map.of(),
          new byte[0]);
    }
    Position position = result.getPosition();
    return new PeerReply.Part(
        partition,
        answer.active(),
        null,
        "",
        position == null ? Map.of() : Positions.toMap(position),
        QueryTypes.encodeResult(query, result.getResult()));
  }
}
