package dev.sutra.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/** Runs the topology of an example without a broker. */
final class ExampleDriver implements AutoCloseable {
  private final TopologyTestDriver driver;

  ExampleDriver(Topology topology, Path directory) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "example");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    driver = new TopologyTestDriver(topology, properties);
  }

  void send(String topic, @Nullable String key, @Nullable String value) {
    send(topic, key, value, new StringSerializer());
  }

  <V> void send(String topic, @Nullable String key, @Nullable V value, Serializer<V> serializer) {
    driver.createInputTopic(topic, new StringSerializer(), serializer).pipeInput(key, value);
  }

  /** The new records of a topic, as "key: value". */
  List<String> read(String topic) {
    var out = driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer());
    List<String> records = new ArrayList<>();
    out.readKeyValuesToList().forEach(record -> records.add(record.key + ": " + record.value));
    return records;
  }

  @Override
  public void close() {
    driver.close();
  }
}
