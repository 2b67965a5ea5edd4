package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.HttpPeerTransport;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.RoutedStore;
import dev.sutra.kafka.routing.wire.PeerSecret;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.HostInfo;

/** An instance of a program that stores events, and answers for all of its instances. */
final class GroupedInstance implements AutoCloseable {
  private static final String STORE = "concepts";
  private static final int OK = 200;

  private final ActivePartitions active = new ActivePartitions();
  private final KafkaStreams streams;
  private final InstanceGroup group;
  private final HttpServer server;

  GroupedInstance(Topics topics, String id, Path state, int partitions) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HostInfo self = new HostInfo("127.0.0.1", server.getAddress().getPort());
    Properties settings = new Properties();
    settings.putAll(Application.settings(id, state, true));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.host() + ":" + self.port());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    CommittingClientSupplier clients = new CommittingClientSupplier();
    streams = new KafkaStreams(topology(topics, clients), settings, clients);
    group =
        new InstanceGroup(
            streams,
            new RoutedStore(STORE, topics.in(), "bench", () -> partitions, Map::of),
            active,
            self,
            new HttpPeerTransport("/peer"),
            PeerSecret.of("the secret of the benchmark"));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/peer", this::answer);
    server.start();
    streams.start();
  }

  private Topology topology(Topics topics, CommittingClientSupplier clients) {
    return new Topology()
        .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.in())
        .addProcessor("put", Put::new, "in")
        .addStateStore(
            ConceptStores.persistent(STORE)
                .withDimension(EventData.DIMENSION)
                .withClientSupplier(clients),
            "put")
        .addProcessor("activity", active::processor, "in");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] reply = group.endpoint().answer(exchange.getRequestBody().readAllBytes(), true);
      exchange.sendResponseHeaders(OK, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  ConceptQueries queries() {
    return group.queries();
  }

  boolean isActive(int partition) {
    return active.term(partition) != ActivePartitions.NONE;
  }

  /** The answer of one partition, which is here. */
  <R> R own(int partition, ConceptQuery<R> query) {
    QueryResult<R> result =
        streams
            .query(
                StateQueryRequest.inStore(STORE).withQuery(query).withPartitions(Set.of(partition)))
            .getPartitionResults()
            .get(partition);
    return Objects.requireNonNull(result, "the partition is not here").getResult();
  }

  @Override
  public void close() {
    group.close();
    streams.close(Duration.ofMinutes(1));
    server.stop(0);
  }

  private static final class Put extends ContextualProcessor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> event) {
      ConceptStore store = context().getStateStore(STORE);
      Event decoded = Event.decode(event.value());
      store.put(
          Concept.builder(new String(event.key(), UTF_8))
              .text(decoded.body())
              .vector(decoded.vector())
              .updatedAt(event.timestamp())
              .build());
    }
  }
}
