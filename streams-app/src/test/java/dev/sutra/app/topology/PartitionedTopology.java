package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.record.Association;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Several partitions, each with its processors and its store. What one sends to another waits in
 * the channel between them until it is delivered: in order, but at any time.
 */
final class PartitionedTopology implements AutoCloseable {
  private static final String EVENTS = "events";
  private static final String MIRRORS_IN = "mirrors-in";
  // A test driver gives a record of a topic that it reads to itself at once.
  private static final String MIRRORS_OUT = "mirrors-out";
  private static final String LETTERS = "letters";
  private static final String STORE = "concepts";
  private static final int RECORD_BYTES_MAX = 1 << 20;
  private static final ByteArraySerializer IN = new ByteArraySerializer();
  private static final ByteArrayDeserializer OUT = new ByteArrayDeserializer();

  private final Serde<ConceptEvent> serde =
      EventSerdes.create(Map.of("schema.registry.url", "mock://partitions"));
  private final List<TopologyTestDriver> drivers = new ArrayList<>();
  private final List<Deque<TestRecord<byte[], byte[]>>> channels = new ArrayList<>();

  PartitionedTopology(Path directory, int partitions) {
    for (int i = 0; i < partitions; i++) {
      Properties settings = new Properties();
      settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "halves-" + i);
      settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
      settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
      drivers.add(new TopologyTestDriver(topology(), settings));
    }
    for (int i = 0; i < partitions * partitions; i++) {
      channels.add(new ArrayDeque<>());
    }
  }

  private Topology topology() {
    EventCounters counters = new EventCounters(new SimpleMeterRegistry());
    // A driver takes its partition for the only one, so that no event is on a foreign one.
    TopicShape shape = new TopicShape(1, RECORD_BYTES_MAX, RECORD_BYTES_MAX, RECORD_BYTES_MAX);
    EventRouting routing = new EventRouting(Topics.DEFAULT, () -> shape, ForeignPartition.FORWARD);
    QueryIndex queries =
        new QueryIndex(
            TextAnalyzer.named("english"), CountingEmbedder.DIMENSION, Similarity.COSINE);
    Supplier<EventApplier> appliers =
        () ->
            new EventApplier(
                new EventReader(serde::deserializer, Duration.ZERO),
                new ConceptMerge(null, counters),
                counters,
                () -> shape,
                new StandingMatches(queries, counters));
    return new Topology()
        .addSource(EVENTS, OUT, OUT, EVENTS)
        .addSource(MIRRORS_IN, OUT, OUT, MIRRORS_IN)
        .addProcessor(
            NodeNames.CONCEPTS,
            () -> new EventProcessor(STORE, routing, counters, appliers),
            EVENTS)
        .addProcessor(
            NodeNames.HALVES,
            () -> new MirrorProcessor(STORE, routing, counters, appliers),
            MIRRORS_IN)
        .addStateStore(
            ConceptStores.persistent(STORE).withDimension(CountingEmbedder.DIMENSION),
            NodeNames.CONCEPTS,
            NodeNames.HALVES)
        .addSink(NodeNames.MIRRORS, MIRRORS_OUT, IN, IN, NodeNames.CONCEPTS, NodeNames.HALVES)
        .addSink(NodeNames.DEAD_LETTERS, LETTERS, IN, IN, NodeNames.CONCEPTS, NodeNames.HALVES);
  }

  private int partition(String id) {
    return Math.floorMod(id.hashCode(), drivers.size());
  }

  ConceptStore store(String id) {
    return (ConceptStore) drivers.get(partition(id)).getStateStore(STORE);
  }

  @Nullable Association half(String source, String type, String target, Direction half) {
    return store(half == Direction.OUT ? source : target).association(source, type, target, half);
  }

  /** Processes an event in the partition of its key; what that sends waits in the channels. */
  void process(ConceptEvent event) {
    String key = ConceptEvents.key(event);
    byte[] value = serde.serializer().serialize(EVENTS, event);
    pipe(partition(key), EVENTS, new TestRecord<>(key.getBytes(UTF_8), value, Instant.EPOCH));
  }

  /** Delivers the oldest record of a channel that has one, chosen at random; false: none has. */
  boolean deliver(Random random) {
    int first = random.nextInt(channels.size());
    for (int i = 0; i < channels.size(); i++) {
      int channel = (first + i) % channels.size();
      TestRecord<byte[], byte[]> record = channels.get(channel).poll();
      if (record != null) {
        pipe(channel % drivers.size(), MIRRORS_IN, record);
        return true;
      }
    }
    return false;
  }

  void drain(Random random) {
    boolean delivered = true;
    while (delivered) {
      delivered = deliver(random);
    }
  }

  private void pipe(int partition, String topic, TestRecord<byte[], byte[]> record) {
    TopologyTestDriver driver = drivers.get(partition);
    driver.createInputTopic(topic, IN, IN).pipeInput(record);
    for (TestRecord<byte[], byte[]> sent :
        driver.createOutputTopic(MIRRORS_OUT, OUT, OUT).readRecordsToList()) {
      int to = partition(new String(sent.key(), UTF_8));
      channels.get(partition * drivers.size() + to).add(sent);
    }
    if (!driver.createOutputTopic(LETTERS, OUT, OUT).isEmpty()) {
      throw new AssertionError("a dead letter");
    }
  }

  @Override
  public void close() {
    drivers.forEach(TopologyTestDriver::close);
    serde.close();
  }
}
