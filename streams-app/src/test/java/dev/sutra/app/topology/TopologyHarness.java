package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.embed.Embedder;
import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.EventSerdes;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.standing.QueryIndex;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology in a test driver: what it sends to the mirrors comes back to it at once. */
final class TopologyHarness implements AutoCloseable {
  private static final int BYTES_MAX = 2 << 20;
  static final int QUERIES_MAX = 5;
  private static final TopicShape SHAPE = new TopicShape(1, BYTES_MAX, BYTES_MAX, BYTES_MAX);

  private final Serde<ConceptEvent> serde =
      EventSerdes.create(Map.of("schema.registry.url", "mock://topology"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ActivePartitions active = new ActivePartitions();
  private final RegisteredQueries queries;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestInputTopic<byte[], byte[]> mirrored;
  private final TestOutputTopic<byte[], byte[]> mirrors;
  private final TestOutputTopic<byte[], byte[]> letters;
  private final TestInputTopic<byte[], byte[]> standing;
  private final TestOutputTopic<byte[], byte[]> matches;

  TopologyHarness(Path directory, @Nullable Embedder embedder) {
    this(directory, embedder, null, Duration.ofMinutes(1));
  }

  TopologyHarness(
      Path directory,
      @Nullable Embedder embedder,
      @Nullable Supplier<Deserializer<ConceptEvent>> deserializers,
      Duration registryPatience) {
    this(directory, embedder, deserializers, registryPatience, SHAPE, ForeignPartition.FORWARD);
  }

  TopologyHarness(Path directory, TopicShape shape, ForeignPartition foreign) {
    this(directory, null, null, Duration.ofMinutes(1), shape, foreign);
  }

  private TopologyHarness(
      Path directory,
      @Nullable Embedder embedder,
      @Nullable Supplier<Deserializer<ConceptEvent>> deserializers,
      Duration registryPatience,
      TopicShape shape,
      ForeignPartition foreign) {
    this.queries =
        new RegisteredQueries(
            new QueryIndex(
                TextAnalyzer.named("english"), CountingEmbedder.DIMENSION, Similarity.COSINE),
            ConceptTopology.registeredTopic("sutra-test"),
            QUERIES_MAX,
            embedder);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "sutra-test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimes.class);
    this.driver =
        new TopologyTestDriver(
            ConceptTopology.build(
                new EventRouting(Topics.DEFAULT, () -> shape, foreign),
                ConceptStores.persistent("concepts")
                    .withDimension(CountingEmbedder.DIMENSION)
                    .withSimilarity(Similarity.COSINE),
                deserializers != null ? deserializers : serde::deserializer,
                embedder,
                new EventCounters(meters),
                registryPatience,
                active,
                queries),
            settings);
    ByteArraySerializer in = new ByteArraySerializer();
    ByteArrayDeserializer out = new ByteArrayDeserializer();
    this.events = driver.createInputTopic(Topics.DEFAULT.events(), in, in);
    this.mirrored = driver.createInputTopic(Topics.DEFAULT.mirrors(), in, in);
    this.mirrors = driver.createOutputTopic(Topics.DEFAULT.mirrors(), out, out);
    this.letters = driver.createOutputTopic(Topics.DEFAULT.deadLetters(), out, out);
    this.standing = driver.createInputTopic(Topics.DEFAULT.queries(), in, in);
    this.matches = driver.createOutputTopic(Topics.DEFAULT.matches(), out, out);
  }

  ConceptStore store() {
    return (ConceptStore) driver.getStateStore("concepts");
  }

  byte[] bytes(ConceptEvent event) {
    return serde.serializer().serialize(Topics.DEFAULT.events(), event);
  }

  /** Sends an event under its own key, at time 0 of the record. */
  void send(ConceptEvent event) {
    sendAt(0, event);
  }

  void sendAt(long timestamp, ConceptEvent event) {
    send(ConceptEvents.key(event).getBytes(UTF_8), bytes(event), timestamp);
  }

  void send(byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
    events.pipeInput(new TestRecord<>(key, value, Instant.ofEpochMilli(timestamp)));
  }

  void send(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    events.pipeInput(new TestRecord<>(key, value, headers, Instant.EPOCH));
  }

  /** Sends to the topic of half-edges. */
  void sendMirror(byte @Nullable [] key, byte @Nullable [] value) {
    mirrored.pipeInput(new TestRecord<>(key, value, Instant.EPOCH));
  }

  void sendMirror(HalfEdge half) {
    sendMirror(half.keeper().getBytes(UTF_8), half.encode());
  }

  /** Sends a standing query, or its removal. */
  void sendQuery(byte @Nullable [] id, byte @Nullable [] query) {
    standing.pipeInput(new TestRecord<>(id, query, Instant.EPOCH));
  }

  void sendQuery(String id, @Nullable String query) {
    sendQuery(id.getBytes(UTF_8), query == null ? null : query.getBytes(UTF_8));
  }

  /** The ids of the registered queries. */
  List<String> queries() {
    return queries.index().ids("", 100);
  }

  /** Matches since the last call. */
  List<TestRecord<byte[], byte[]>> matches() {
    return matches.readRecordsToList();
  }

  /** Half-edges sent since the last call. */
  List<HalfEdge> mirrors() {
    return mirrors.readValuesToList().stream().map(HalfEdge::decode).toList();
  }

  /** Dead letters since the last call. */
  List<TestRecord<byte[], byte[]>> letters() {
    return letters.readRecordsToList();
  }

  static String header(TestRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  double applied() {
    return meters.counter("sutra.events.applied").count();
  }

  double forwarded() {
    return meters.counter("sutra.events.forwarded").count();
  }

  double counted(String name) {
    return meters.counter(name).count();
  }

  double deadLetters() {
    return meters.counter("sutra.events.dead.letters").count();
  }

  /** The neighbors as {@code direction type id}. */
  List<String> neighbors(String id) {
    return store()
        .neighbors(new NeighborQuery(id, Direction.BOTH, null, 100, null))
        .items()
        .stream()
        .map(TopologyHarness::shown)
        .toList();
  }

  private static String shown(Neighbor neighbor) {
    return neighbor.direction() + " " + neighbor.type() + " " + neighbor.id();
  }

  ActivePartitions active() {
    return active;
  }

  @Override
  public void close() {
    driver.close();
    serde.close();
  }
}
