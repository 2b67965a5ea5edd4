package dev.sutra.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A store inside a topology: an action is run as the processing of one input record. */
final class StoreHarness implements AutoCloseable {
  static final String APPLICATION = "sutra-test";
  static final String INPUT = "events";

  private final TopologyTestDriver driver;
  private final TestInputTopic<String, String> input;
  private final TestOutputTopic<byte[], byte[]> changelog;
  private Consumer<ConceptStore> action = store -> {};
  private @Nullable RuntimeException failure;

  StoreHarness(Path directory, int dimension) {
    this(directory, dimension, properties(directory));
  }

  StoreHarness(Path directory, int dimension, Properties properties) {
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new StringDeserializer(), INPUT)
            .addProcessor("act", Act::new, "in")
            .addStateStore(ConceptStores.persistent("concepts").withDimension(dimension), "act");
    driver = new TopologyTestDriver(topology, properties);
    input = driver.createInputTopic(INPUT, new StringSerializer(), new StringSerializer());
    changelog =
        driver.createOutputTopic(
            APPLICATION + "-concepts-changelog",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  static Properties properties(Path directory) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    return properties;
  }

  /** Sends one record through; what the action throws is thrown here. */
  void process(Consumer<ConceptStore> action) {
    this.action = action;
    input.pipeInput("key", "value");
    RuntimeException thrown = failure;
    failure = null;
    if (thrown != null) {
      throw thrown;
    }
  }

  ConceptStore store() {
    return (ConceptStore) driver.getStateStore("concepts");
  }

  TopologyTestDriver driver() {
    return driver;
  }

  /** The rows logged since the last call. */
  List<KeyValue<byte[], byte[]>> logged() {
    return changelog.readKeyValuesToList();
  }

  @Override
  public void close() {
    driver.close();
  }

  private final class Act extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {
      try {
        ConceptStore store = context().getStateStore("concepts");
        action.accept(store);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }
}
