package dev.sutra.kafka.routing;

import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.routing.wire.Codecs;
import dev.sutra.kafka.routing.wire.Frame;
import dev.sutra.kafka.routing.wire.PeerReply;
import dev.sutra.kafka.routing.wire.PeerRequest;
import dev.sutra.kafka.routing.wire.QueryTypes;
import dev.sutra.kafka.routing.wire.WireFormatException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.HostInfo;

/** Asks other instances for what they hold. Thread-safe. */
final class PeerClient {
  /** The name of the query for the copies that an instance holds. */
  static final String COPIES = "";

  private final PeerTransport transport;
  private final Frame frame;
  private final RoutedStore store;

  PeerClient(PeerTransport transport, Frame frame, RoutedStore store) {
    this.transport = transport;
    this.frame = frame;
    this.store = store;
  }

  /**
   * Queries partitions of another instance.
   *
   * @return by partition; those that it does not hold may be missing
   * @throws IOException if it does not answer in time, or refuses
   * @throws WireFormatException if it answers anything else
   */
  <R> Map<Integer, PartitionAnswer<R>> query(
      HostInfo peer, ConceptQuery<R> query, Set<Integer> partitions, QueryOptions options)
      throws IOException, InterruptedException {
    PeerRequest request =
        new PeerRequest(
            store.name(),
            store.settings(),
            options.timeout().toMillis(),
            options.copiesMayAnswer(),
            options.committed(),
            List.copyOf(partitions),
            Positions.toMap(options.minPosition()),
            QueryTypes.name(query),
            QueryTypes.encode(query));
    Map<Integer, PartitionAnswer<R>> answers = new HashMap<>();
    for (PeerReply.Part part : send(peer, request, options.timeout()).parts()) {
      if (!partitions.contains(part.partition()) || answers.containsKey(part.partition())) {
        throw new WireFormatException("it answered for partition " + part.partition());
      }
      answers.put(part.partition(), new PartitionAnswer<>(result(query, part), part.active()));
    }
    return answers;
  }

  private static <R> QueryResult<R> result(ConceptQuery<R> query, PeerReply.Part part) {
    if (part.failure() != null) {
      return QueryResult.forFailure(part.failure(), part.message());
    }
    QueryResult<R> result = QueryResult.forResult(QueryTypes.decodeResult(query, part.result()));
    result.setPosition(Position.fromMap(part.position()));
    return result;
  }

  /** The copies that another instance holds; errors are those of {@link #query}. */
  List<PeerReply.Copy> copies(HostInfo peer, Duration timeout)
      throws IOException, InterruptedException {
    PeerRequest request =
        new PeerRequest(
            store.name(),
            store.settings(),
            timeout.toMillis(),
            true,
            false,
            List.of(),
            Map.of(),
            COPIES,
            new byte[0]);
    return send(peer, request, timeout).copies();
  }

  private PeerReply send(HostInfo peer, PeerRequest request, Duration timeout)
      throws IOException, InterruptedException {
    byte[] sent = frame.request(Codecs.encode(PeerRequest.class, request));
    byte[] received = transport.send(peer, sent, timeout);
    PeerReply reply = (PeerReply) Codecs.decode(PeerReply.class, frame.openReply(sent, received));
    if (reply.refusal() != null) {
      throw new IOException("it refused: " + reply.refusal());
    }
    return reply;
  }
}
