package dev.sutra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.HttpPeerTransport;
import dev.sutra.kafka.routing.Instance;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.PartitionsUnavailableException;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.kafka.routing.QueryTimeoutException;
import dev.sutra.kafka.routing.RoutedStore;
import dev.sutra.kafka.routing.wire.PeerSecret;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries all instances of a program from any of them. Each stores its partitions of the topic
 * {@code texts}; {@code curl HOST:PORT/nearest -d 'a text'} prints the nearest texts of all.
 */
public final class QueryAllInstances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryAllInstances.class);
  private static final int LIMIT = 5;
  private static final int REQUEST_BYTES_MAX = 1 << 20;

  private final KafkaStreams streams;
  private final InstanceGroup group;
  private final HttpServer server;

  /**
   * Starts one instance, with the arguments {@code BROKERS HOST:PORT STATE_DIRECTORY}. Other
   * instances reach it by this address; all have the same secret, of at least 16 characters, in the
   * variable {@code PEER_SECRET} of the environment.
   */
  public static void main(String[] args) throws Exception {
    QueryAllInstances instance =
        new QueryAllInstances(args[0], args[1], args[2], System.getenv("PEER_SECRET"));
    Runtime.getRuntime().addShutdownHook(new Thread(instance::close));
  }

  QueryAllInstances(String brokers, String address, String directory, String secret)
      throws Exception {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "query-all-instances");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory);
    // Kafka Streams tells the others: this instance, at this address, holds these partitions.
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
    ActivePartitions active = new ActivePartitions();
    streams = new KafkaStreams(topology(active), properties);
    int partitions = partitions(brokers);
    // An instance refuses the queries of one with other settings.
    RoutedStore store =
        new RoutedStore("concepts", "texts", "dimension 384", () -> partitions, Map::of);
    HostInfo self = HostInfo.buildFromEndpoint(address);
    group =
        new InstanceGroup(
            streams, store, active, self, new HttpPeerTransport("/peer"), PeerSecret.of(secret));
    server = HttpServer.create(new InetSocketAddress(self.host(), self.port()), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/peer", this::answerPeer);
    server.createContext("/nearest", this::answerUser);
    server.start();
    streams.start();
  }

  static Topology topology(ActivePartitions active) {
    return new Topology()
        .addSource("texts", new StringDeserializer(), new StringDeserializer(), "texts")
        .addProcessor("keep", Keep::new, "texts")
        .addStateStore(
            ConceptStores.persistent("concepts").withDimension(WordVectors.DIMENSION), "keep")
        // Notes when a partition is restored and active here: before that, its store would miss
        // texts without saying so.
        .addProcessor("activity", active::processor, "texts");
  }

  /** The nearest texts of all instances, best first. */
  Found<SimilarHits> nearest(float[] vector) {
    SimilarQuery query = new SimilarQuery(vector, LIMIT, 0, false, null);
    // By default, all partitions answer or none; QueryOptions can allow partial results.
    return group.queries().similar(query, QueryOptions.DEFAULT);
  }

  /** Who holds which partitions, as this instance sees it. */
  List<Instance> instances() throws InterruptedException {
    return group.instances(Duration.ofSeconds(1));
  }

  private void answerPeer(HttpExchange exchange) throws IOException {
    boolean loopback = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    reply(exchange, 200, group.endpoint().answer(body(exchange), loopback));
  }

  private void answerUser(HttpExchange exchange) throws IOException {
    float[] vector = WordVectors.of(new String(body(exchange), UTF_8));
    if (vector == null) {
      reply(exchange, 400, "a text with words is expected\n".getBytes(UTF_8));
      return;
    }
    try {
      StringBuilder lines = new StringBuilder();
      for (Hit hit : nearest(vector).value().items()) {
        lines.append(hit.score() + " " + hit.id() + " " + hit.text() + "\n");
      }
      reply(exchange, 200, lines.toString().getBytes(UTF_8));
    } catch (PartitionsUnavailableException | QueryTimeoutException e) {
      // A partition is moving, or its instance is gone: a moment later another one has it.
      reply(exchange, 503, (e.getMessage() + "\n").getBytes(UTF_8));
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    return exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX);
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Ids belong to partitions by their number, which therefore must not change. */
  private static int partitions(String brokers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      var topics = admin.describeTopics(List.of("texts")).allTopicNames().get();
      return Objects.requireNonNull(topics.get("texts")).partitions().size();
    }
  }

  @Override
  public void close() {
    streams.close();
    group.close();
    server.stop(0);
  }

  /** Stores each text under its key. */
  private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {
      ConceptStore store = context().getStateStore("concepts");
      // Null in a tombstone.
      String text = record.value();
      try {
        if (text == null) {
          store.delete(record.key(), (association, direction) -> {});
        } else {
          store.put(Concept.builder(record.key()).text(text).vector(WordVectors.of(text)).build());
        }
      } catch (IllegalArgumentException e) {
        // An empty id or a text that is too long. An exception would stop the stream.
        LOG.warn("{} is not stored: {}", context().recordMetadata(), e.getMessage());
      }
    }
  }
}
